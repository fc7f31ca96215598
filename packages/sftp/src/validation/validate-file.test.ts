import { createHash } from "node:crypto";
import { isSpmError, toJsonValue } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import type { Column } from "../feed/column.js";
import { defineFeed, type Feed } from "../feed/feed.js";
import type { FeedDeclaration } from "../feed/feed-declaration.js";
import { createReferenceSet } from "./reference-set.js";
import type { RowSink } from "./row-sink.js";
import { type ValidationOptions, validateFile } from "./validate-file.js";

const plain = {
  name: "orders",
  title: "Orders",
  fileName: "orders.csv",
  columns: {
    id: { type: "text", required: true },
    amount: { type: "money", currency: "USD" },
    day: { type: "date" },
  },
} satisfies FeedDeclaration;

const orders = defineFeed({ ...plain, acceptance: { rejectedRatio: 1, minRecords: 0 } });

const HEADER = "id,amount,day\n";

function check(feed: Feed, content: string | Uint8Array, options?: ValidationOptions) {
  return validateFile(feed, { name: "orders.csv", bytes: toChunks(Buffer.from(content)) }, options);
}

async function* toChunks(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** Keeps what is written to it. */
function createMemorySink(): RowSink & { readonly content: () => Buffer; rows: number } {
  const parts: Buffer[] = [];
  return {
    rows: 0,
    content: () => Buffer.concat(parts),
    async write(bytes, rows) {
      parts.push(Buffer.from(bytes));
      this.rows += rows;
    },
  };
}

describe("validateFile, of a sound file", () => {
  const content = `${HEADER}1,10.5,2026-10-01\n2,-0.25,\n"3, ""three""\n",,2024-02-29\n`;

  test("accepts it, counts it, sums it and names its bytes", async () => {
    const report = await check(orders, content);
    expect(report).toEqual({
      feed: "orders",
      fileName: "orders.csv",
      sizeBytes: content.length,
      sha256: createHash("sha256").update(content).digest("hex"),
      records: { read: 3, accepted: 3, rejected: 0 },
      verdict: "accepted",
      reasons: [],
      findings: [],
      summary: [],
      totals: { amount: "10.25" },
      amounts: { USD: "10.25" },
      references: [],
    });
  });

  test("writes accepted rows that are the file, byte for byte", async () => {
    const withMark = Buffer.from(`\ufeff${content}x,,`);
    const acceptedRows = createMemorySink();
    const rejectedRows = createMemorySink();
    const report = await check(orders, withMark, { acceptedRows, rejectedRows });
    expect(acceptedRows.content().equals(withMark)).toBe(true);
    expect(acceptedRows.rows).toBe(4);
    expect(rejectedRows.content().toString()).toBe("record,line,problems,id,amount,day\r\n");
    expect(report.summary.map(({ code }) => code)).toEqual(["final-newline-missing", "bom-unexpected"]);
  });

  test("is plain JSON", async () => {
    const report = await check(orders, `${HEADER}1,x,\n`);
    expect(toJsonValue(report)).toEqual(report);
  });

  test("tells its progress", async () => {
    const seen: unknown[] = [];
    const bytes = Buffer.from(content);
    await validateFile(
      orders,
      { name: "orders.csv", bytes: toChunks(bytes.subarray(0, 20), bytes.subarray(20)) },
      { onProgress: (progress) => seen.push(progress) },
    );
    expect(seen).toEqual([
      { bytesRead: 20, recordsRead: 0 },
      { bytesRead: content.length, recordsRead: 3 },
    ]);
  });
});

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
    ['1,"1,000",', "decimal-invalid", "amount"],
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
    expect(acceptedRows.rows).toBe(2);
    expect(rejectedRows.rows).toBe(1);
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
    const { findings, summary } = await check(orders, HEADER + "1,x,2026-13-01\n".repeat(100));
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
    const bytes = Buffer.from(`${HEADER}${"x".repeat(1_021)},,\n`);
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

describe("validateFile, of what a feed may ask for beside", () => {
  test.each([
    ["boolean", { type: "boolean" }, "true", "yes", "boolean-invalid"],
    [
      "boolean of other words",
      { type: "boolean", trueValues: ["Y"], falseValues: ["N"] },
      "N",
      "n",
      "boolean-invalid",
    ],
    ["integer", { type: "integer", max: 10 }, "-10", "1.0", "integer-invalid"],
    ["integer above its limit", { type: "integer", max: 10 }, "10", "11", "above-maximum"],
    ["decimal", { type: "decimal", scale: 1, decimalMark: "," }, '"1,5"', "1.5", "decimal-invalid"],
    [
      "money of a currency without cents",
      { type: "money", currency: "JPY" },
      "100",
      "100.5",
      "decimal-invalid",
    ],
    [
      "money with a scale of its own",
      { type: "money", currency: "USD", scale: 4 },
      "0.0001",
      "0.00001",
      "decimal-invalid",
    ],
    ["enumeration", { type: "enumeration", values: ["\u20ac uro"] }, "\u20ac uro", "euro", "enum-unknown"],
    [
      "text of a length",
      { type: "text", minLength: 2, maxLength: 3 },
      "\u00fc\u20ac\u{1f600}",
      "abcd",
      "too-long",
    ],
    ["text that is too short", { type: "text", minLength: 2 }, "\u00fc\u00fc", "\u00fc", "too-short"],
    ["text of a pattern", { type: "text", pattern: "[A-Z]|\\d{2}" }, "42", "421", "pattern-mismatch"],
  ] satisfies [string, Column, string, string, string][])(
    "checks %s",
    async (_what, column, good, bad, code) => {
      const feed = defineFeed({ ...plain, columns: { cell: column }, acceptance: { rejectedRatio: 1 } });
      const report = await check(feed, `cell\n${good}\n${bad}\n`);
      expect(report.records).toEqual({ read: 2, accepted: 1, rejected: 1 });
      expect(report.findings).toMatchObject([{ code, record: 2, column: "cell", value: bad }]);
    },
  );

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

  test("compares keys of several columns, part by part", async () => {
    const feed = defineFeed({
      ...plain,
      columns: { a: { type: "text" }, b: { type: "text" } },
      keys: [["a", "b"]],
      acceptance: { rejectedRatio: 1 },
    });
    const report = await check(feed, "a,b\nx,yz\nxy,z\nx,\nx,\nx,yz\n");
    expect(report.findings).toMatchObject([
      { code: "key-duplicate", record: 5, message: "The key a + b occurred before, in record 1." },
    ]);
  });

  test("holds values against a reference set and names what was meant", async () => {
    const feed = defineFeed({ ...plain, references: [{ column: "id", to: "ids" }] });
    const ids = createReferenceSet("ids", ["GTX Pro", "MG Special"]);
    const report = await check(feed, `${HEADER}GTX Pro,1,\ngtx-pro,1,\nnone of these,1,\n`, {
      references: [ids],
    });
    expect(report.findings.map(({ hint }) => hint)).toEqual([
      'Did they mean "GTX Pro"?',
      "Correct the value, or deliver the missing entry first.",
    ]);
    expect(report.references).toEqual([{ name: "ids", size: 2, sha256: null }]);
    await expect(check(feed, HEADER)).rejects.toSatisfy((error) => isSpmError(error, "config.invalid"));
  });

  test("holds a trailer's count and sums against the records", async () => {
    const feed = defineFeed({ ...plain, trailer: { mark: "TRL", count: 2, sums: { amount: 3 } } });
    const rows = `${HEADER}1,10,\n2,0.5,\n`;
    expect(await check(feed, `${rows}TRL,2,10.50\n`)).toMatchObject({
      verdict: "accepted",
      records: { read: 2 },
    });
    const codes = async (content: string) => (await check(feed, content)).summary.map(({ code }) => code);
    expect(await codes(rows)).toEqual(["trailer-missing"]);
    expect(await codes(`${rows}TRL,3,10.50\n`)).toEqual(["trailer-count"]);
    expect(await codes(`${rows}TRL,2,10.49\n`)).toEqual(["trailer-sum"]);
    expect(await codes(`${rows}TRL,2\n`)).toEqual(["trailer-sum"]);
    expect(await codes(`${rows}TRL,2,10.50\n3,1,\n`)).toEqual(["trailer-misplaced"]);
  });

  test("keeps the trailer in the accepted rows as long as it is true of them", async () => {
    const trailer = { mark: "TRL", count: 2 } as const;
    const feed = defineFeed({ ...plain, trailer, acceptance: { rejectedRatio: 1 } });
    const whole = createMemorySink();
    await check(feed, `${HEADER}1,1,\nTRL,1\n`, { acceptedRows: whole });
    expect(whole.content().toString()).toBe(`${HEADER}1,1,\nTRL,1\n`);
    const partial = createMemorySink();
    await check(feed, `${HEADER}1,1,\n2,x,\nTRL,2\n`, { acceptedRows: partial });
    expect(partial.content().toString()).toBe(`${HEADER}1,1,\n`);
  });

  test("sums amounts by the currency that another column names", async () => {
    const feed = defineFeed({
      ...plain,
      columns: { amount: { type: "money", currency: { column: "currency" } }, currency: { type: "text" } },
      acceptance: { rejectedRatio: 1 },
    });
    const report = await check(feed, "amount,currency\n1.10,USD\n2.20,EUR\n3.30,USD\n4,XYZ\n");
    expect(report.amounts).toEqual({ EUR: "2.20", USD: "4.40" });
    expect(report.findings).toMatchObject([{ code: "currency-unknown", column: "currency", value: "XYZ" }]);
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

  test("wonders about a file with another name", async () => {
    const bytes = toChunks(Buffer.from(`${HEADER}1,1,\n`));
    const report = await validateFile(orders, { name: "orders (1).csv", bytes });
    expect(report.findings).toMatchObject([{ code: "name-pattern", value: "orders (1).csv" }]);
  });
});

describe("validateFile, interrupted", () => {
  test("rejects with the signal's own reason", async () => {
    const controller = new AbortController();
    const reason = new RangeError("enough");
    const options = { signal: controller.signal, onProgress: () => controller.abort(reason) };
    await expect(check(orders, `${HEADER}1,1,\n`, options)).rejects.toBe(reason);
  });

  test("says so when another number of bytes came than was promised", async () => {
    const bytes = toChunks(Buffer.from(HEADER));
    await expect(validateFile(orders, { name: "orders.csv", bytes, sizeBytes: 5 })).rejects.toSatisfy(
      (error) => isSpmError(error, "file.changed") && error.details.gotBytes === HEADER.length,
    );
  });
});
