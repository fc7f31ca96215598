import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import type { FeedPeriod } from "../../feed/period-rule.js";
import { toChunks } from "../testing/check-orders.js";
import { type ValidationOptions, validateFile } from "../validate-file.js";
import { toPeriodDays } from "./period-days.js";

/** The codes and records of what is found in a file of days. */
async function find(
  period: FeedPeriod<"day">,
  name: string,
  days: readonly string[],
  options?: ValidationOptions,
) {
  const feed = defineFeed({
    name: "orders",
    title: "Orders",
    fileName: "orders_{period}.csv",
    columns: { id: { type: "integer" }, day: { type: "date", format: "dd.MM.yyyy" } },
    period,
    acceptance: { rejectedRatio: 1 },
  });
  const bytes = toChunks(Buffer.from(`id,day\n${days.map((day, at) => `${at},${day}\n`).join("")}`));
  const report = await validateFile(feed, { name, bytes }, options);
  const codes = ["out-of-period-date", "closed-period-row", "name-period-mismatch"];
  return report.findings
    .filter(({ code }) => codes.includes(code))
    .map(({ code, record, severity }) => [code, record, severity]);
}

describe("validateFile, of a feed with a period", () => {
  test("rejects the days outside of the period that the name tells", async () => {
    const days = ["30.09.2026", "01.10.2026", "31.10.2026", "01.11.2026", "", "31.31.2026"];
    expect(await find({ column: "day" }, "orders_202610.csv", days)).toEqual([
      ["out-of-period-date", 1, "error"],
      ["out-of-period-date", 4, "error"],
    ]);
  });

  test("bears as many days before and after as it may", async () => {
    const within = { daysBefore: 1, daysAfter: 2, severity: "warning" } as const;
    const days = ["29.09.2026", "30.09.2026", "02.01.2027", "03.01.2027"];
    expect(await find({ column: "day", within }, "orders_2026Q4.csv", days)).toEqual([
      ["out-of-period-date", 1, "warning"],
      ["out-of-period-date", 4, "warning"],
    ]);
  });

  test("refuses a file of which no record is of the period", async () => {
    const found = await find({ column: "day" }, "orders_2026-10.csv", ["01.09.2026", "30.09.2026"]);
    expect(found.at(-1)).toEqual(["name-period-mismatch", null, "error"]);
  });

  test("refuses a file whose name tells a month that no year has", async () => {
    expect(await find({ column: "day" }, "orders_2026-13.csv", ["01.09.2026"])).toEqual([
      ["name-period-mismatch", null, "error"],
    ]);
  });

  test("rejects the records of a closed period, and compares no name when it is told so", async () => {
    const days = ["30.09.2026", "01.10.2026"];
    const closed = { column: "day", within: "any" } as const;
    const options = { closedBefore: "2026-10-01" };
    expect(await find(closed, "orders_2020.csv", days, options)).toEqual([["closed-period-row", 1, "error"]]);
    expect(await find(closed, "orders_2020.csv", days)).toEqual([]);
  });

  test("refuses a closed day for a feed without a period, and one that is no day", async () => {
    const feed = defineFeed({ name: "a", title: "A", fileName: "a.csv", columns: { a: { type: "text" } } });
    const source = { name: "a.csv", bytes: toChunks() };
    await expect(validateFile(feed, source, { closedBefore: "October" })).rejects.toSatisfy(
      (error) => isSpmError(error, "config.invalid") && error.details.issues.length === 2,
    );
  });
});

describe("toPeriodDays", () => {
  test.each([
    ["2026", "2026-01-01", "2026-12-31"],
    ["2026-Q1", "2026-01-01", "2026-03-31"],
    ["2028-02", "2028-02-01", "2028-02-29"],
    ["2026-10-31", "2026-10-31", "2026-10-31"],
  ])("knows the days of %s", (period, from, to) => {
    expect(toPeriodDays(period, { daysBefore: 0, daysAfter: 0 })).toEqual({ from, to });
  });

  test.each(["2026-00", "2026-02-30", "soon"])("knows no days of %s", (period) => {
    expect(toPeriodDays(period, { daysBefore: 0, daysAfter: 0 })).toBeUndefined();
  });
});
