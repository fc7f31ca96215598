import { describe, expect, test } from "vitest";
import { defineFeed } from "../feed/feed.js";
import { check, HEADER, plain, toChunks } from "./testing/check-orders.js";
import { validateFile } from "./validate-file.js";

describe("validateFile, of a file that is wrong as a whole", () => {
  const strict = defineFeed({ ...plain, acceptance: { rejectedRatio: 1 } });

  test.each([
    ["an empty file", "", "empty-file"],
    ["a byte order mark and nothing else", "\ufeff", "empty-file"],
    ["a header and nothing else", HEADER, "too-few-records"],
    ["a column that is not there", "id,day\n1,\n", "header-missing-column"],
    ["a column too many", "id,amount,day,x\n1,2,,\n", "header-extra-column"],
    ["a column twice", "id,amount,day,day\n1,2,,\n", "header-duplicate-column"],
    ["columns in another order", "id,day,amount\n1,,2\n", "header-order"],
    ["a quote that never closes", `${HEADER}1,"2,\n3,4,\n`, "unclosed-quote"],
    ["UTF-16", Buffer.from(HEADER, "utf16le"), "utf16-file"],
    ["UTF-16 with its mark", Buffer.from(`\ufeff${HEADER}`, "utf16le"), "utf16-file"],
    ["Latin-1 instead of UTF-8", Buffer.from(`${HEADER}M\u00fcller,1,\n`, "latin1"), "encoding-invalid"],
    ["a character that is cut", Buffer.from(`${HEADER}a\u00fc`).subarray(0, -1), "encoding-invalid"],
  ])("refuses %s", async (_what, content, code) => {
    const report = await check(strict, content);
    expect(report.verdict).toBe("refused");
    expect(report.summary.map((each) => each.code)).toContain(code);
    expect(report.reasons.length).toBeGreaterThan(0);
  });

  test("reports an unclosed quote on the line where it opened, and reads on behind that line", async () => {
    const content = `${HEADER}1,1,\n2,"2,\n3,3,\n4,x,\n`;
    const report = await check(strict, content);
    expect(report.findings).toMatchObject([
      { code: "unclosed-quote", record: 2, line: 3, byteOffset: content.indexOf('"') + 0 },
      { code: "decimal-invalid", record: 4, line: 5, value: "x" },
    ]);
    expect(report.records).toEqual({ read: 4, accepted: 2, rejected: 2 });
    expect(report.reasons).toEqual(["Line 3: A quote opens here and never closes."]);
  });

  test("takes a quote as unclosed once its record has more lines than the feed allows", async () => {
    const feed = defineFeed({ ...plain, dialect: { maxRecordLines: 3 }, acceptance: { rejectedRatio: 1 } });
    expect((await check(feed, `${HEADER}"a\nb\nc",1,\n`)).verdict).toBe("accepted");
    const report = await check(feed, `${HEADER}"a\nb\nc\nd",1,\n`);
    expect(report.findings[0]).toMatchObject({ code: "unclosed-quote", line: 2 });
  });

  test("passes over a record that is too long without keeping it", async () => {
    const feed = defineFeed({
      ...plain,
      dialect: { maxRecordBytes: 1_024 },
      acceptance: { rejectedRatio: 1 },
    });
    const report = await check(feed, `${HEADER}${"x".repeat(5_000)},1,\n2,2,\n`);
    expect(report.records).toEqual({ read: 2, accepted: 1, rejected: 1 });
    expect(report.findings).toMatchObject([{ code: "record-too-long", line: 2 }]);
    expect((await check(feed, `${HEADER}1,1,\n2,"${"y".repeat(5_000)}`)).findings).toMatchObject(
      [{ code: "final-newline-missing" }, { code: "record-too-long", line: 3 }].reverse(),
    );
  });

  test("does not care whether a chunk ends where a record may not be longer", async () => {
    const feed = defineFeed({ ...plain, dialect: { maxRecordBytes: 1_024 } });
    const bytes = Buffer.from(`${HEADER}${"x".repeat(1_022)},,\n`);
    const chunks = toChunks(bytes.subarray(0, -1), bytes.subarray(-1));
    expect((await validateFile(feed, { name: "orders.csv", bytes: chunks })).summary[0]?.code).toBe(
      "record-too-long",
    );
    const fitting = Buffer.from(`${HEADER}${"x".repeat(1_022)},,`);
    const parts = toChunks(fitting, Buffer.alloc(0));
    expect((await validateFile(feed, { name: "orders.csv", bytes: parts })).verdict).toBe(
      "accepted-with-findings",
    );
  });

  test("finds the byte that breaks the encoding", async () => {
    const content = Buffer.from(`${HEADER}1,1,\nM\u00fcller \u00ff,1,\n`);
    content[content.indexOf(0xbf)] = 0x41;
    const report = await check(strict, content);
    expect(report.findings[0]).toMatchObject({
      code: "encoding-invalid",
      line: 3,
      column: "id",
      byteOffset: content.indexOf("\u00fcller") + "\u00fcller ".length + 1,
    });
  });

  test("reads Windows-1252 where it is declared, and refuses what that leaves undefined", async () => {
    const feed = defineFeed({ ...plain, encoding: "windows-1252" });
    const content = Buffer.from(`${HEADER}M\u00fcller,x,\n`, "latin1");
    expect((await check(feed, content)).verdict).toBe("refused");
    expect((await check(feed, Buffer.from(`${HEADER}M\u00fcller,1,\n`, "latin1"))).verdict).toBe("accepted");
    expect((await check(feed, Buffer.from(`${HEADER}M\u0081ller,1,\n`, "latin1"))).findings[0]).toMatchObject(
      {
        code: "encoding-invalid",
        byteOffset: HEADER.length + 1,
      },
    );
    expect((await check(feed, `\ufeff${HEADER}1,1,\n`)).findings[0]?.message).toContain("mark of UTF-8");
  });

  test("holds a declared line ending, and warns of a mixture otherwise", async () => {
    const crlf = defineFeed({ ...plain, dialect: { lineEnding: "crlf" } });
    expect((await check(crlf, "id,amount,day\r\n1,1,\r\n")).verdict).toBe("accepted");
    expect((await check(crlf, "id,amount,day\r\n1,1,\n")).summary[0]?.code).toBe("line-ending-unexpected");
    const mixed = await check(defineFeed(plain), "id,amount,day\r\n1,1,\n2,2,\r\n");
    expect(mixed).toMatchObject({
      verdict: "accepted-with-findings",
      findings: [{ code: "mixed-line-endings", line: 2 }],
    });
  });

  test("refuses a missing final line ending where the feed requires one", async () => {
    const feed = defineFeed({ ...plain, dialect: { finalNewline: "required" } });
    expect((await check(feed, `${HEADER}1,1,`)).reasons).toEqual([
      "The last line does not end with a line ending.",
    ]);
  });
});
