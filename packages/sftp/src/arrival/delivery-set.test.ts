import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileFileName } from "../feed/file-name.js";
import { toBusinessPeriod } from "./business-period.js";
import { defineDeliverySet } from "./delivery-set.js";

const feed = (name: string, template: string) => ({ name, readFileName: compileFileName(template) });
const orders = feed("orders", "orders_{period}.csv");
const credits = feed("credits", "credits_{date}_{sequence}.csv");
const quotas = feed("quotas", "quotas.csv");
const month = defineDeliverySet({
  name: "month-end",
  title: "Month end",
  feeds: [orders, feed("terminations", "terminations_{period}.csv")],
  optional: [feed("notes", "notes_{period}.csv")],
});

describe("toBusinessPeriod", () => {
  test.each([
    ["2026", "2026"],
    ["202610", "2026-10"],
    ["2026-10", "2026-10"],
    ["2026Q4", "2026-Q4"],
    ["2026-Q4", "2026-Q4"],
    ["20261031", "2026-10-31"],
    ["2026-10-31", "2026-10-31"],
  ])("spells %s as %s", (text, period) => {
    expect(toBusinessPeriod(text)).toBe(period);
  });

  test("knows what is no period", () => {
    expect(toBusinessPeriod("October")).toBeUndefined();
  });
});

describe("defineDeliverySet", () => {
  test("tells of each period whether it is complete, and what it lacks", () => {
    const { sets, withoutPeriod } = month.judge([
      { feed: "orders", name: "orders_202610.csv" },
      { feed: "terminations", name: "terminations_2026-10.csv" },
      { feed: "orders", name: "orders_2026-11.csv" },
      { feed: "notes", name: "notes_2026-11.csv" },
      { feed: "accounts", name: "accounts.csv" },
    ]);
    expect(sets).toMatchObject([
      { period: "2026-10", state: "complete", missing: [], words: "Month end of 2026-10 is complete." },
      {
        period: "2026-11",
        state: "incomplete",
        missing: ["terminations"],
        words: "Month end of 2026-11 lacks terminations.",
      },
    ]);
    expect(withoutPeriod).toEqual([]);
  });

  test("tells a period of which nothing came, when it is asked for", () => {
    expect(month.judge([], ["2026-12"]).sets).toMatchObject([
      { period: "2026-12", state: "incomplete", files: [], missing: ["orders", "terminations"] },
    ]);
  });

  test("does not choose between two files of one feed", () => {
    const files = ["orders_2026-10.csv", "orders_202610.csv"].map((name) => ({ feed: "orders", name }));
    const ended = { feed: "terminations", name: "terminations_2026-10.csv" };
    expect(month.judge([...files, ended]).sets).toMatchObject([
      { state: "ambiguous", several: ["orders"], words: "Month end of 2026-10 has several files of orders." },
    ]);
    expect(month.judge(files).sets).toMatchObject([
      { words: "Month end of 2026-10 lacks terminations and has several files of orders." },
    ]);
  });

  test("takes the day of a file that names one, and tells files without any period", () => {
    const set = defineDeliverySet({ name: "day", title: "Day", feeds: [credits, quotas] });
    const report = set.judge([
      { feed: "credits", name: "credits_20261031_7.csv" },
      { feed: "quotas", name: "quotas.csv" },
    ]);
    expect(report).toMatchObject({
      sets: [{ period: "2026-10-31", missing: ["quotas"] }],
      withoutPeriod: [{ name: "quotas.csv" }],
    });
  });

  test("loses no file: each is in one set or told to be without a period", () => {
    const names = fc.constantFrom(
      "orders_2026-10.csv",
      "orders_202610.csv",
      "orders_2026Q4.csv",
      "orders.csv",
    );
    fc.assert(
      fc.property(fc.array(names), (found) => {
        const { sets, withoutPeriod } = month.judge(found.map((name) => ({ feed: "orders", name })));
        const told = [...sets.flatMap(({ files }) => files), ...withoutPeriod].map(({ name }) => name);
        expect(told.sort()).toEqual([...found].sort());
      }),
    );
  });

  test("refuses a set that cannot be, all problems at once", () => {
    expect(() => defineDeliverySet({ name: "Month", title: "", feeds: [orders, orders] })).toThrow(
      expect.objectContaining({ code: "config.invalid" }),
    );
  });
});
