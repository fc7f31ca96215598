import { describe, expect, test } from "vitest";
import type { Column } from "../../feed/column.js";
import { defineFeed } from "../../feed/feed.js";
import type { FindingCode } from "../finding/finding-codes.js";
import { check, HEADER, plain } from "../testing/check-orders.js";

/** A cell that the column takes, one that it does not, and what that is called. */
interface CellCase {
  readonly good: string;
  readonly bad: string;
  readonly code: FindingCode;
}

describe("validateFile, of the columns", () => {
  test.each([
    ["boolean", { type: "boolean" }, { good: "true", bad: "yes", code: "boolean-invalid" }],
    [
      "boolean of other words",
      { type: "boolean", trueValues: ["Y"], falseValues: ["N"] },
      { good: "N", bad: "n", code: "boolean-invalid" },
    ],
    ["integer", { type: "integer", max: 10 }, { good: "-10", bad: "1.0", code: "integer-invalid" }],
    [
      "integer above its limit",
      { type: "integer", max: 10 },
      { good: "10", bad: "11", code: "above-maximum" },
    ],
    [
      "decimal",
      { type: "decimal", scale: 1, decimalMark: "," },
      { good: '"1,5"', bad: "1.5", code: "decimal-point" },
    ],
    [
      "money of a currency without cents",
      { type: "money", currency: "JPY" },
      { good: "100", bad: "100.5", code: "decimal-invalid" },
    ],
    [
      "money with a scale of its own",
      { type: "money", currency: "USD", scale: 4 },
      { good: "0.0001", bad: "0.00001", code: "decimal-invalid" },
    ],
    [
      "enumeration",
      { type: "enumeration", values: ["\u20ac uro"] },
      { good: "\u20ac uro", bad: "euro", code: "enum-unknown" },
    ],
    [
      "text of a length",
      { type: "text", minLength: 2, maxLength: 3 },
      { good: "\u00fc\u20ac\u{1f600}", bad: "abcd", code: "too-long" },
    ],
    [
      "text that is too short",
      { type: "text", minLength: 2 },
      { good: "\u00fc\u00fc", bad: "\u00fc", code: "too-short" },
    ],
    [
      "text of a pattern",
      { type: "text", pattern: "[A-Z]|\\d{2}" },
      { good: "42", bad: "421", code: "pattern-mismatch" },
    ],
  ] satisfies [string, Column, CellCase][])("checks %s", async (_what, column, { good, bad, code }) => {
    const feed = defineFeed({ ...plain, columns: { cell: column }, acceptance: { rejectedRatio: 1 } });
    const report = await check(feed, `cell\n${good}\n${bad}\n`);
    expect(report.records).toEqual({ read: 2, accepted: 1, rejected: 1 });
    expect(report.findings).toMatchObject([{ code, record: 2, column: "cell", value: bad }]);
  });

  test("reads records of many cells", async () => {
    const names = Array.from({ length: 300 }, (_, at) => `column-${at}`);
    const columns = Object.fromEntries(names.map((name) => [name, { type: "integer" as const }]));
    const feed = defineFeed({ ...plain, columns, totals: ["column-299"] });
    const row = names.map((_, at) => at).join("|");
    const report = await check(
      defineFeed({
        ...plain,
        columns,
        totals: ["column-299"],
        dialect: { delimiter: "|" },
      }),
      `${names.join("|")}\n${row}\n${row}\n`,
    );
    expect(report).toMatchObject({ verdict: "accepted", totals: { "column-299": "598" } });
    expect((await check(feed, `${names.join("|")}\n`)).verdict).toBe("refused");
  });

  test("knows listed values in the bytes of the feed's encoding", async () => {
    const columns = {
      city: { type: "enumeration", values: ["M\u00fcnchen", "\u20ac", "\u5317\u4eac"] },
    } as const;
    const feed = defineFeed({
      ...plain,
      encoding: "windows-1252",
      columns,
      acceptance: { rejectedRatio: 1 },
    });
    const report = await check(feed, Buffer.from("city\nM\u00fcnchen\n\u0080\nMunchen\n", "latin1"));
    expect(report.findings).toMatchObject([
      { code: "enum-unknown", record: 3, hint: 'Did they mean "M\u00fcnchen"?' },
    ]);
  });

  test("knows feeds without quotes", async () => {
    const feed = defineFeed({ ...plain, dialect: { delimiter: "\t", quote: "none" } });
    expect((await check(feed, 'id\tamount\tday\n5" disk\t1\t\n')).verdict).toBe("accepted");
  });

  test("needs a value where another column says so", async () => {
    const feed = defineFeed({
      ...plain,
      columns: {
        stage: { type: "text" },
        closed: { type: "date", requiredWhen: { column: "stage", in: ["Won", "Lost"] } },
      },
      acceptance: { rejectedRatio: 1 },
    });
    const report = await check(feed, 'stage,closed\nOpen,\nWon,2026-10-01\n"Lost",\nWon,2026-10-32\n');
    expect(report.findings.map(({ record, code, message }) => [record, code, message])).toEqual([
      [3, "required-missing", "closed is empty, although stage is Won or Lost."],
      [4, "date-invalid", "closed is not a day written as yyyy-MM-dd."],
    ]);
  });

  test("takes columns in any order, or without a header", async () => {
    const anyOrder = defineFeed({ ...plain, header: "any-order" });
    expect(await check(anyOrder, "day,id,amount\n,1,5\n")).toMatchObject({
      verdict: "accepted",
      totals: { amount: "5.00" },
    });
    const none = defineFeed({ ...plain, header: "none" });
    expect(await check(none, "1,5,\n")).toMatchObject({ verdict: "accepted", records: { read: 1 } });
  });

  test("weighs the accidents as the feed says", async () => {
    const content = `${HEADER} 1,1,\n`;
    expect((await check(defineFeed(plain), content)).summary).toMatchObject([
      { code: "white-space", severity: "warning" },
    ]);
    expect(
      (await check(defineFeed({ ...plain, advisories: { "white-space": "error" } }), content)).verdict,
    ).toBe("refused");
    expect(
      (await check(defineFeed({ ...plain, advisories: { "white-space": "off" } }), content)).verdict,
    ).toBe("accepted");
  });
});
