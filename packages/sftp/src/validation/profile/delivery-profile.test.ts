import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import { check } from "../testing/check-orders.js";

const feed = defineFeed({
  name: "orders",
  title: "Orders",
  fileName: "orders.csv",
  columns: {
    id: { type: "text" },
    stage: { type: "enumeration", values: ["Won", "Lost"] },
    day: { type: "date", format: "dd.MM.yyyy" },
    quantity: { type: "integer" },
    amount: { type: "money", currency: { column: "currency" } },
    currency: { type: "text" },
    salary: { type: "money", currency: "EUR", sensitive: true },
    person: { type: "text", sensitive: true },
  },
  comparison: { records: { down: 0.2 } },
  acceptance: { rejectedRatio: 1, minRecords: 0 },
});

const HEADER = `${Object.keys(feed.columns).join(",")}\n`;

async function profile(...lines: readonly string[]) {
  const report = await check(feed, HEADER + lines.map((line) => `${line}\n`).join(""));
  return report.profile;
}

const cents = fc.integer({ min: -5_000, max: 5_000 });
const row = fc.record({
  id: fc.constantFrom("", " ", "A", '"B ""x"""', "Z\u00fc"),
  quantity: fc.option(cents),
  cents: fc.option(cents),
  currency: fc.constantFrom("EUR", "USD", "XXQ"),
});
type Row = typeof row extends fc.Arbitrary<infer Value> ? Value : never;

const toAmount = (value: number) => (value / 100).toFixed(2);
const toLine = ({ id, quantity, cents: value, currency }: Row) =>
  `${id},Won,,${quantity ?? ""},${value === null ? "" : toAmount(value)},${currency},,`;

describe("the profile of a delivery", () => {
  test("counts what is empty, what occurs, what is summed, and tells both ends", async () => {
    expect(
      await profile(
        "A,Won,01.02.2026,3,1.50,EUR,100,Ada",
        "B,Won,31.01.2026,-4,2.25,EUR,-1,Zo\u00eb",
        ",Open,,x,1,USD,,Ada",
        "too,few",
      ),
    ).toEqual({
      feed: "orders",
      records: 4,
      unreadable: 1,
      columns: {
        id: { empty: 1, values: { A: 1, B: 1 } },
        stage: { empty: 0, values: { Open: 1, Won: 2 } },
        day: { empty: 1, min: "2026-01-31", max: "2026-02-01" },
        quantity: { empty: 0, numbers: 2, negative: 1, sum: "-1", min: "-4", max: "3" },
        amount: {
          empty: 0,
          numbers: 3,
          negative: 0,
          amounts: { EUR: "3.75", USD: "1.00" },
          min: "1.00",
          max: "2.25",
        },
        currency: { empty: 0, values: { EUR: 2, USD: 1 } },
        salary: { empty: 1, numbers: 2, negative: 1, amounts: { EUR: "99.00" } },
        person: { empty: 0 },
      },
    });
  });

  test("is what a slow count says, in whichever order the records come", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), fc.nat(), async (rows, turn) => {
        const seen = await profile(...rows.map(toLine));
        const at = rows.length === 0 ? 0 : turn % rows.length;
        expect(await profile(...[...rows.slice(at), ...rows.slice(0, at)].map(toLine))).toEqual(seen);
        const quantities = rows.flatMap(({ quantity }) => quantity ?? []);
        const sum = quantities.reduce((all, each) => all + each, 0);
        expect(seen?.columns["quantity"]).toMatchObject({
          empty: rows.length - quantities.length,
          negative: quantities.filter((each) => each < 0).length,
          sum: String(sum === 0 ? 0 : sum),
        });
        const euros = rows
          .filter(({ currency }) => currency === "EUR")
          .flatMap(({ cents: each }) => each ?? []);
        const whole = euros.reduce((all, each) => all + each, 0);
        const told = seen?.columns["amount"]?.amounts?.["EUR"];
        expect(told).toBe(euros.length === 0 ? undefined : toAmount(whole === 0 ? 0 : whole));
        expect(seen?.columns["id"]?.empty).toBe(rows.filter(({ id }) => id.trim() === "").length);
      }),
      { numRuns: 60 },
    );
  });

  test("keeps the values of a column as long as they are few and short, whatever their order", async () => {
    const ids = Array.from({ length: 1_001 }, (_, at) => `${at},,,,,,,`);
    expect(Object.keys((await profile(...ids.slice(1)))?.columns["id"]?.values ?? {})).toHaveLength(1_000);
    expect((await profile(...ids))?.columns["id"]?.values).toBeUndefined();
    expect((await profile(...ids.toReversed()))?.columns["id"]?.values).toBeUndefined();
    expect((await profile(`${"x".repeat(201)},,,,,,,`))?.columns["id"]).toEqual({ empty: 0 });
  });

  test("is not made of a file without a sound header, nor for a feed that compares nothing", async () => {
    expect((await check(feed, "a,b\n1,2\n")).profile).toBeNull();
    expect((await check({ ...feed, comparison: undefined }, HEADER)).profile).toBeNull();
  });
});
