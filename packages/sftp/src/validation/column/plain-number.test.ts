import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import type { FeedDeclaration } from "../../feed/feed-declaration.js";
import type { NumberStyle } from "../../feed/number-style.js";
import { check } from "../testing/check-orders.js";

/** With semicolons there is a walk; with carets every record is read with care. */
const declare = (style: NumberStyle, rest: Partial<FeedDeclaration> = {}, delimiter = ";") =>
  defineFeed({
    name: "orders",
    title: "Orders",
    fileName: "orders.csv",
    header: "none",
    dialect: { delimiter },
    columns: { amount: { type: "decimal", scale: 2, min: "-5000000", ...style }, note: { type: "text" } },
    totals: ["amount"],
    acceptance: { rejectedRatio: 1, minRecords: 0 },
    ...rest,
  });

const STYLES: readonly (readonly [string, NumberStyle, readonly string[], readonly string[]])[] = [
  [
    "Swiss thousands",
    { thousands: "'" },
    ["1'234'567.50", "999.5", "1234", "-1'000"],
    ["1'23.00", "1234'567", "'123", "12'3456", "1''000", "1.5'000", "1,000.00"],
  ],
  [
    "German thousands",
    { decimalMark: ",", thousands: "." },
    ["1.234.567,50", "0,5", "-12.345"],
    ["1.23", "1,234.50", "1.2345,00", "1.234,"],
  ],
  [
    "French thousands",
    { decimalMark: ",", thousands: "\u00a0" },
    ["1\u00a0234,50"],
    ["1 234,50", "1\u202f234"],
  ],
  ["narrow thousands", { thousands: "\u202f" }, ["1\u202f234.5"], ["1\u00a0234.5"]],
  ["a minus behind", { negative: "trailing-minus" }, ["5.00-", "5"], ["-5", "5--", "5 -", "-5-"]],
  [
    "parentheses",
    { negative: "parentheses", thousands: "," },
    ["(1,234.50)", "7"],
    ["-5", "(5", "5)", "(-5)", "()", "((5))"],
  ],
  ["percent", { percentSign: true }, ["12.5%", "-3 %", "3\u00a0%"], ["12.5", "12.5 percent", "%", "5 %%"]],
];

describe.each(STYLES)("a decimal with %s", (_what, style, good, bad) => {
  const separated = (delimiter: string) =>
    [...good, ...bad].map((value) => `${value}${delimiter}\n`).join("");

  test("is read strictly, on the quick way as on the careful one", async () => {
    const quick = await check(declare(style), separated(";"));
    expect(quick.records).toEqual({
      read: good.length + bad.length,
      accepted: good.length,
      rejected: bad.length,
    });
    expect(quick.findings.map(({ value }) => value)).toEqual(bad);
    const careful = await check(declare(style, {}, "^"), separated("^"));
    expect({ ...careful, sha256: "" }).toEqual({ ...quick, sha256: "" });
  });
});

describe("the sum of styled numbers", () => {
  const style: NumberStyle = { decimalMark: ",", thousands: ".", negative: "trailing-minus" };

  test("is exact, and the trailer may be styled or plain", async () => {
    const feed = declare(style, { trailer: { mark: "T", sums: { amount: 2 } } });
    for (const sum of ["9.007.199.254.740.993,25", "9007199254740993,25"]) {
      const report = await check(feed, `9.007.199.254.740.994,25;\n1,00-;\nT;${sum}\n`);
      expect(report).toMatchObject({ verdict: "accepted", totals: { amount: "9007199254740993.25" } });
    }
  });

  test("counts limits as well", async () => {
    const report = await check(declare(style), "5.000.000,01-;\n5.000.000,00-;\n");
    expect(report.findings.map(({ code, record }) => [code, record])).toEqual([["below-minimum", 1]]);
  });
});

describe("a number of another country", () => {
  test.each([
    [{}, "1250,50", "decimal-comma"],
    [{}, "-3,5", "decimal-comma"],
    [{ decimalMark: "," }, "1250.50", "decimal-point"],
    [{}, "1,250.50", "thousands-sep"],
    [{}, "1.250,50", "thousands-sep"],
    [{}, "1 250", "thousands-sep"],
    [{}, "1\u00a0250", "thousands-sep"],
    [{}, "1\u2019250.00", "thousands-sep"],
    [{}, "1,250", "thousands-sep"],
    [{}, "12.345", "decimal-invalid"],
    [{}, "abc", "decimal-invalid"],
  ] as const)("with %j, %s is told as it is", async (style, value, code) => {
    const report = await check(declare(style), `${value};\n`);
    expect(report.findings.map((finding) => finding.code)).toEqual([code]);
    expect(report.totals).toEqual({ amount: "0.00" });
  });

  test("cannot be declared with one mark for both", () => {
    expect(() => declare({ thousands: "." })).toThrow(/same character/);
  });
});
