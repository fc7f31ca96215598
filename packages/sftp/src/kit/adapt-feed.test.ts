import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../feed/feed.js";
import type { FeedDeclaration } from "../feed/feed-declaration.js";
import { check } from "../validation/testing/check-orders.js";
import { declareAssignments } from "./assignment-feed.js";
import { declareCredits } from "./credit-feed.js";
import { declareOrders } from "./order-feed.js";
import { declareParticipants } from "./participant-feed.js";
import { declarePayments } from "./payment-feed.js";
import { declareQuotas } from "./quota-feed.js";
import { declareTransactions } from "./transaction-feed.js";

const DECLARE = {
  participants: declareParticipants,
  assignments: declareAssignments,
  quotas: declareQuotas,
  orders: declareOrders,
  transactions: declareTransactions,
  credits: declareCredits,
  payments: declarePayments,
} as const;

function declareWhole(declare: (typeof DECLARE)[keyof typeof DECLARE]): FeedDeclaration {
  return Reflect.apply(declare, undefined, []);
}

/** The problems of an adaptation that the compiler would have refused in part. */
function issuesOf(declare: (typeof DECLARE)[keyof typeof DECLARE], adaptation: object): readonly string[] {
  try {
    Reflect.apply(declare, undefined, [adaptation]);
  } catch (error) {
    if (isSpmError(error, "config.invalid")) return error.details.issues;
    throw error;
  }
  return [];
}

describe("the feeds of the kit", () => {
  test.each(Object.entries(DECLARE))("%s can be declared as they are", (name, declare) => {
    const feed = defineFeed(declareWhole(declare));
    expect([feed.name, feed.matches(`${name}_2026-10.csv`)]).toEqual([name, true]);
  });

  test.each(Object.entries(DECLARE))("%s can be declared without what is not essential", (_name, declare) => {
    const whole = declareWhole(declare).columns;
    const essential = Object.keys(whole).filter(
      (name) => issuesOf(declare, { omit: [name], currency: name === "currency" ? "EUR" : undefined }).length,
    );
    const omit = Object.keys(whole).filter((name) => !essential.includes(name));
    const hasMoney = essential.some((name) => whole[name]?.type === "money");
    const currency = omit.includes("currency") && hasMoney ? "EUR" : undefined;
    const adapted: unknown = Reflect.apply(declare, undefined, [{ omit, currency }]);
    const feed = Reflect.apply(defineFeed, undefined, [adapted]);
    expect(Object.keys(feed.columns)).toEqual(essential);
  });
});

describe("an adaptation", () => {
  test("reads the client's columns, formats and currency, and keeps the rules", async () => {
    const feed = defineFeed({
      ...declareOrders({
        name: "sales",
        fileName: "orders.csv",
        columns: { order: "ORDER_NO", participant: { aliases: ["REP"], pattern: "^\\d+$" } },
        extraColumns: { region: { type: "enumeration", values: ["North", "South"] } },
        omit: ["line", "customer", "product", "quantity", "currency"],
        withoutReferencesTo: ["participants"],
        dateFormat: "dd.MM.yyyy",
        numbers: { decimalMark: ",", thousands: "." },
        currency: "EUR",
      }),
      dialect: { delimiter: ";" },
      acceptance: { rejectedRatio: 1 },
    });
    const rows = ["1;31.10.2026;17;1.000,50;North", "1;31.10.2026;x;1,00;East"];
    const report = await check(feed, `ORDER_NO;order_date;REP;amount;region\n${rows.join("\n")}\n`);
    expect(report.amounts).toEqual({ EUR: "1000.50" });
    expect(report.findings.map(({ code, column }) => [code, column])).toEqual([
      ["pattern-mismatch", "participant"],
      ["enum-unknown", "region"],
      ["key-duplicate", "order"],
    ]);
  });

  test("places columns for files without a header", () => {
    const { columns } = declareQuotas({
      order: ["measure", "amount", "period", "participant", "unit"],
      extraColumns: { unit: { type: "text" } },
      omit: ["currency"],
      currency: "CHF",
    });
    expect(Object.keys(columns)).toEqual(["measure", "amount", "period", "participant", "unit"]);
  });

  test("takes with an omitted column what speaks of it", () => {
    const people = declareParticipants({ omit: ["effective_to"] });
    expect([people.intervals, people.hierarchy?.valid, people.keys]).toEqual([
      undefined,
      undefined,
      [["participant", "effective_from"]],
    ]);
    const credits = declareCredits({ omit: ["line", "credit_date", "split_percent"] });
    expect(credits.references).toEqual([
      { column: "order", to: "orders" },
      { column: "participant", to: "participants" },
    ]);
    expect([credits.keys, credits.shares]).toEqual([[["order", "participant", "credit_type"]], []]);
    const undated = declareOrders({ undatedReferencesTo: ["participants"] });
    expect(undated.references).toEqual([{ column: "participant", to: "participants" }]);
  });

  test("that cannot be is refused with all its problems at once", () => {
    expect(
      issuesOf(declareOrders, {
        columns: { gone: "X", line: "L", amount: { type: "text" } },
        extraColumns: { order: { type: "text" } },
        omit: ["order", "line", "nothing"],
        order: ["order", "order", "else"],
        withoutReferencesTo: ["plans"],
        currency: "EUR",
      }),
    ).toEqual([
      'omit.0: orders need "order"',
      'omit.2: the orders of the kit have no column "nothing"',
      'columns.gone: the orders of the kit have no column "gone"; an extra one goes into extraColumns',
      'columns.line: "line" is omitted',
      'columns.amount.type: "amount" keeps its type; omit it and declare an extra column',
      'extraColumns.order: the kit has "order"; adapt it in columns',
      'order: "order_date" has no place',
      'order: "participant" has no place',
      'order: "customer" has no place',
      'order: "product" has no place',
      'order: "quantity" has no place',
      'order: "amount" has no place',
      'order: "currency" has no place',
      'order.0: there is no column "order"',
      'order.1: there is no column "order"',
      'order.2: there is no column "else"',
      'withoutReferencesTo.0: orders do not refer to "plans"',
      "currency: says the same as the column; omit one of the two",
    ]);
    expect(issuesOf(declareOrders, { omit: ["currency"] })).toEqual([
      "currency: is needed where the column is omitted",
    ]);
  });

  test("of a column is read as strictly as a feed", () => {
    expect(issuesOf(declareParticipants, { numbers: { decimalMark: "," }, currency: "EUR" })).toEqual([
      "numbers: there is no column of decimals or money",
      "currency: there is no column of money",
    ]);
    const columns = { participant: { pattern: "(" }, amount: { scale: 99 }, order: { colour: "red" } };
    expect(issuesOf(declareOrders, { columns })).toEqual([
      'columns.order: Unrecognized key: "colour"',
      "columns.participant.pattern: is no regular expression",
      "columns.amount.scale: Too big: expected number to be <=18",
    ]);
  });

  test("knows the names of its columns", () => {
    const declaration = declareOrders({ omit: ["customer"], extraColumns: { region: { type: "text" } } });
    // @ts-expect-error a key on a column that is omitted
    const wrong = () => defineFeed({ ...declaration, keys: [["customer"]] });
    expect(wrong).toThrow(/there is no column "customer"/);
    expect(defineFeed({ ...declaration, keys: [["region"]] }).keys).toEqual([["region"]]);
  });
});
