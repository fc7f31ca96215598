import { describe, expect, test } from "vitest";
import { defineFeed } from "../feed/feed.js";
import { check, createMemorySink, HEADER, orders, plain } from "./testing/check-orders.js";

describe("validateFile, of a faulty row", () => {
  test.each([
    ['a,b"c,,', "stray-quote", undefined],
    ['"a"b,,', "text-after-quote", "id"],
    ["a\rb,,", "stray-carriage-return", "id"],
    ["a\0b,,", "nul-byte", "id"],
    ["", "blank-row", null],
    ["1,2", "missing-cell", null],
    ["1,2,,4", "extra-cell", null],
    [",1,", "required-missing", "id"],
    ["  ,1,", "required-missing", "id"],
    ["1,1.234,", "decimal-invalid", "amount"],
    ['1,"1,000",', "thousands-sep", "amount"],
    ["1,1e5,", "decimal-invalid", "amount"],
    ["1,,2026-02-29", "date-invalid", "day"],
    ["1,,29.02.2028", "date-invalid", "day"],
  ])("rejects %j as %s", async (line, code, column) => {
    const report = await check(orders, `${HEADER}1,1,\n${line}\n2,2,\n`);
    expect(report.records).toEqual({ read: 3, accepted: 2, rejected: 1 });
    const finding = report.findings.find((each) => each.code === code);
    expect(finding).toMatchObject({ severity: "error", record: 2, line: 3 });
    if (column !== undefined) expect(finding?.column).toBe(column);
    expect(report.totals).toEqual({ amount: "3.00" });
    expect(report.verdict).toBe("accepted-with-findings");
  });

  test("says on which physical line, and at which byte, the cell stands", async () => {
    const content = `${HEADER}"two\nlines",1,\n"and\nthree\nmore",x,\n`;
    const { findings } = await check(orders, content);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ record: 2, line: 6, byteOffset: content.indexOf("x"), value: "x" });
  });

  test("leaves it out of the accepted rows and hands it to the sender, guarded against formulas", async () => {
    const acceptedRows = createMemorySink();
    const rejectedRows = createMemorySink();
    await check(orders, `${HEADER}1,1,\n=1+1,"a ""b""",\n3,-3,\n`, { acceptedRows, rejectedRows });
    expect(acceptedRows.content().toString()).toBe(`${HEADER}1,1,\n3,-3,\n`);
    expect(acceptedRows.rows()).toBe(2);
    expect(rejectedRows.rows()).toBe(1);
    expect(rejectedRows.content().toString().split("\r\n")[1]).toBe(
      `2,3,"amount is not a number with at most 2 digits after ""."".",'=1+1,"a ""b""",`,
    );
  });

  test("refuses the delivery when more is rejected than the feed bears", async () => {
    const strict = defineFeed(plain);
    expect(await check(strict, `${HEADER}1,x,\n2,2,\n`)).toMatchObject({
      verdict: "refused",
      reasons: ["1 of 2 records were rejected; the feed bears none."],
    });
    const half = defineFeed({ ...plain, acceptance: { rejectedRatio: 0.5 } });
    expect((await check(half, `${HEADER}1,x,\n2,2,\n`)).verdict).toBe("accepted-with-findings");
  });

  test("keeps the first 20 findings of a kind and counts them all", async () => {
    const { findings, summary } = await check(
      orders,
      HEADER + Array.from({ length: 100 }, (_, at) => `${at},x,2026-13-01\n`).join(""),
    );
    expect(findings).toHaveLength(40);
    expect(summary).toEqual([
      { code: "decimal-invalid", column: "amount", severity: "error", count: 100 },
      { code: "date-invalid", column: "day", severity: "error", count: 100 },
    ]);
  });

  test("never shows a value of a sensitive column", async () => {
    const salaries = defineFeed({
      ...plain,
      columns: { name: { type: "enumeration", values: ["Iris Vega"], sensitive: true } },
    });
    const report = await check(salaries, "name\nIris Vego\n");
    expect(JSON.stringify(report)).not.toMatch(/Iris/);
    expect(report.findings[0]?.value).toBe("[hidden]");
  });
});
