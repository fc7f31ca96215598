import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../feed/feed.js";
import { createReferenceSet } from "../validation/reference/reference-set.js";
import { toChunks } from "../validation/testing/check-orders.js";
import { declareCredits } from "./credit-feed.js";
import { defineFeedSet } from "./feed-set.js";
import { declareOrders } from "./order-feed.js";
import { declareParticipants } from "./participant-feed.js";
import { declareQuotas } from "./quota-feed.js";
import { validateFeedSet } from "./validate-feed-set.js";

const omit = ["customer", "product", "quantity", "currency"] as const;
const participants = defineFeed(declareParticipants({ omit: ["title"] }));
const quotas = defineFeed(declareQuotas({ omit: ["measure", "currency"], currency: "EUR" }));
const orders = defineFeed(declareOrders({ omit, currency: "EUR" }));
const credits = defineFeed(declareCredits({ omit: ["amount", "currency"] }));
const set = defineFeedSet({ title: "Month", feeds: [credits, orders, participants], optional: [quotas] });

const SOUND = {
  "participants_2026-10.csv":
    "participant,name,manager,effective_from,effective_to\nP-1,Ada,,2026-01-01,\nP-2,Bea,P-1,2026-01-01,2026-06-30\n",
  "orders_2026-10.csv":
    "order,line,order_date,participant,amount\nO-1,1,2026-10-01,P-1,100\nO-2,1,2026-06-30,P-2,50\n",
  "credits_2026-10.csv":
    "order,line,participant,credit_type,credit_date,split_percent\nO-1,1,P-1,direct,2026-10-01,60\nO-2,1,P-2,direct,2026-06-30,100\n",
};

function toSources(files: Readonly<Record<string, string>>) {
  return Object.entries(files).map(([name, text]) => ({ name, open: () => toChunks(Buffer.from(text)) }));
}

const validate = (changed: Readonly<Record<string, string>>) =>
  validateFeedSet(set, toSources({ ...SOUND, ...changed }));

describe("validateFeedSet", () => {
  test("takes a sound set, those first to which the others refer", async () => {
    const { verdict, reasons, files, strangers } = await validate({ "readme.txt": "" });
    expect([verdict, reasons, strangers]).toEqual(["accepted", [], ["readme.txt"]]);
    expect(files.map(({ feed, report }) => [feed, report?.references.map(({ name }) => name)])).toEqual([
      ["participants", []],
      ["orders", ["participants"]],
      ["credits", ["orders", "participants"]],
    ]);
  });

  test("finds what is wrong between the files", async () => {
    const { verdict, files } = await validate({
      "orders_2026-10.csv":
        "order,line,order_date,participant,amount\nO-1,1,2026-07-01,P-2,1\nO-2,1,2026-07-01,P-9,1\n",
      "credits_2026-10.csv":
        "order,line,participant,credit_type,credit_date,split_percent\nO-1,1,P-1,direct,2026-10-01,60\nO-1,1,P-2,direct,2026-05-01,60\nO-1,2,P-1,direct,2026-10-01,1\n",
    });
    expect(verdict).toBe("refused");
    expect(files.flatMap(({ report }) => report?.findings.map(({ code, record }) => [code, record]))).toEqual(
      [
        ["ref-not-valid", 1],
        ["ref-missing", 2],
        ["share-exceeded", 2],
        ["ref-missing", 3],
      ],
    );
  });

  test("goes on when a record is rejected, and tells its fault once", async () => {
    const people = SOUND["participants_2026-10.csv"].replace("Bea", "");
    const { verdict, files } = await validate({ "participants_2026-10.csv": people });
    expect(verdict).toBe("refused");
    expect(files.map(({ report }) => report?.verdict)).toEqual(["refused", "accepted", "accepted"]);
  });

  test("does not judge what refers to a file that cannot be read", async () => {
    const { reasons, files } = await validate({ "orders_2026-10.csv": "oops\n" });
    expect(files.map(({ feed, report }) => [feed, report === null])).toEqual([
      ["participants", false],
      ["orders", false],
      ["credits", true],
    ]);
    expect(reasons.at(-1)).toBe(
      "credits_2026-10.csv was not validated: it refers to orders, whose file cannot be read.",
    );
  });

  test("refuses what is missing, doubled, or of another period", async () => {
    const { "participants_2026-10.csv": people, ...others } = SOUND;
    const quota = { "quotas_2026-09.csv": "participant,period,amount\nP-1,2026-10,5\n" };
    const late = await validateFeedSet(set, toSources({ ...others, ...quota, "orders_2026-11.csv": "" }));
    expect(late.reasons).toEqual([
      "There is no file of participants.",
      "There are several files of orders: orders_2026-10.csv, orders_2026-11.csv.",
      "The files are of different periods: credits_2026-10.csv, quotas_2026-09.csv.",
      "credits_2026-10.csv was not validated: it refers to orders, of which no file was read, and to participants, of which no file was read.",
      "quotas_2026-09.csv was not validated: it refers to participants, of which no file was read.",
    ]);
    expect(people).toContain("P-1");
  });

  test("takes from outside what no feed of the set knows, and each feed's own options", async () => {
    const regions = defineFeed({
      ...declareOrders({ omit, currency: "EUR", withoutReferencesTo: ["participants"] }),
      references: [{ column: "participant", to: "people" }],
    });
    const alone = defineFeedSet({ title: "Alone", feeds: [regions] });
    const [, ...sources] = toSources(SOUND);
    const accepted: string[] = [];
    const report = await validateFeedSet(alone, sources, {
      references: [createReferenceSet("people", ["P-1", "P-2"])],
      optionsOf: ({ name }) => ({ onProgress: () => accepted.push(name) }),
      locale: "de",
    });
    expect([report.verdict, accepted]).toEqual(["accepted", ["orders"]]);
  });
});

describe("defineFeedSet", () => {
  test("refuses what cannot be looked up, all at once", () => {
    const undated = defineFeed(declareParticipants({ omit: ["effective_to"] }));
    const circle = defineFeed({
      name: "circle",
      title: "Circle",
      fileName: "circle.csv",
      columns: { a: { type: "text" } },
      references: [{ column: "a", to: "circle" }],
    });
    const stranger = defineFeed({
      name: "stranger",
      title: "Stranger",
      fileName: "stranger.csv",
      columns: { a: { type: "text" }, b: { type: "text" }, order: { type: "text" }, line: { type: "text" } },
      references: [
        { column: "a", to: "orders" },
        { column: "order", to: "orders" },
        { column: ["order", "line"], to: "orders" },
      ],
    });
    try {
      defineFeedSet({ title: "Odd", feeds: [undated, orders, orders, circle, stranger] });
      expect.unreachable();
    } catch (error) {
      expect(isSpmError(error, "config.invalid") && error.details.issues).toEqual([
        'feeds: "orders" is named twice',
        "orders: participant refers to participants as of a day, and they have no intervals; see undatedReferencesTo",
        "orders: participant refers to participants as of a day, and they have no intervals; see undatedReferencesTo",
        "stranger: a refers to orders, which have neither such columns nor such a key",
        "stranger: order + line refers to orders by other columns than before: order",
        "feeds: circle refer to each other in a circle",
      ]);
    }
  });

  test("looks a column of another name up in the key of the feed", async () => {
    const sellers = defineFeed({
      name: "sellers",
      title: "Sellers",
      fileName: "sellers.csv",
      columns: { seller: { type: "text" }, day: { type: "date" } },
      references: [{ column: "seller", to: "participants", asOf: "day" }],
    });
    const pair = defineFeedSet({ title: "Pair", feeds: [sellers, participants] });
    const { files } = await validateFeedSet(
      pair,
      toSources({ ...SOUND, "sellers.csv": "seller,day\nP-2,2026-07-01\n" }),
    );
    expect(files.at(-1)?.report?.findings.map(({ code }) => code)).toEqual(["ref-not-valid"]);
  });
});
