import { describe, expect, test } from "vitest";
import { defineFeed } from "../feed/feed.js";
import { toChunks } from "../validation/testing/check-orders.js";
import { validateFile } from "../validation/validate-file.js";
import { type InferFeedOptions, inferFeed } from "./infer-feed.js";

async function infer(
  content: string | Uint8Array,
  options: InferFeedOptions & { readonly name?: string } = {},
) {
  const { name = "orders_2026-10.csv", ...rest } = options;
  const bytes = Buffer.from(content);
  // Several chunks, as a file comes.
  const chunks = toChunks(bytes.subarray(0, 100), bytes.subarray(100));
  return inferFeed({ name, bytes: chunks }, rest);
}

function codesOf({ doubts }: Awaited<ReturnType<typeof infer>>, column: string | null = null) {
  return doubts.filter((each) => each.column === column).map(({ code }) => code);
}

const ROWS = Array.from(
  { length: 60 },
  (_, at) =>
    `O-${at};${String((at % 12) + 1).padStart(2, "0")}/${String((at % 11) + 1).padStart(2, "0")}/2026;1.2${at % 10}4,5${at % 10};00${at % 10}17;${at % 2 === 0 ? "Won" : "Lost"};${at === 3 ? "" : "x"}${at}`,
);
const CONTENT = `order;closed;amount;zip;stage;note\n${ROWS.join("\n")}\n`;

describe("inferFeed", () => {
  test("drafts what a sample shows", async () => {
    const { declaration, sample } = await infer(CONTENT);
    expect(declaration).toEqual({
      name: "orders",
      title: "Orders",
      fileName: "orders_{period}.csv",
      encoding: "utf-8",
      dialect: { delimiter: ";", quote: '"', lineEnding: "lf" },
      header: "exact",
      columns: {
        order: { type: "text", required: true },
        closed: { type: "date", required: true, format: "dd/MM/yyyy" },
        amount: { type: "decimal", required: true, scale: 2, decimalMark: ",", thousands: "." },
        zip: { type: "text", required: true, pattern: "^\\d{5}$" },
        stage: { type: "enumeration", required: true, values: ["Lost", "Won"], unknown: "warning" },
        note: { type: "text", required: true },
      },
      keys: [["order"]],
    });
    expect(sample).toEqual({ fileName: "orders_2026-10.csv", records: 60, isWhole: true });
  });

  test("says what the sample cannot tell", async () => {
    const inferred = await infer(CONTENT);
    expect(codesOf(inferred)).toEqual([
      "sample-findings",
      "file-name-guessed",
      "encoding-unseen",
      "quote-unseen",
      "required-seen",
      "scale-seen",
    ]);
    expect(inferred.doubts[0]?.alternatives).toEqual(["1 × date-ambiguous (closed)"]);
    const order = inferred.doubts.find(({ code }) => code === "date-order");
    expect([order?.column, order?.alternatives]).toEqual(["closed", ["MM/dd/yyyy"]]);
    expect(codesOf(inferred, "amount")).toEqual(["may-be-money"]);
    expect(codesOf(inferred, "zip")).toEqual(["identifier-or-number"]);
    expect(codesOf(inferred, "stage")).toEqual(["enumeration-seen"]);
    expect(inferred.doubts.find(({ code }) => code === "key-guessed")?.alternatives).toEqual(["note"]);
  });

  test("writes the same as TypeScript, each doubt at its place", async () => {
    const { declaration, sourceText, doubts } = await infer(CONTENT);
    const [, written = ""] = /^export const ordersFeed = (defineFeed\(.*\);)$/ms.exec(sourceText) ?? [];
    const read: unknown = new Function("defineFeed", `return ${written}`)((value: unknown) => value);
    expect(read).toEqual(declaration);
    for (const { code } of doubts) expect(sourceText).toContain(`// DOUBT ${code}: `);
    expect(sourceText).toMatch(/\/\/ DOUBT date-order: .*\(MM\/dd\/yyyy\)\n {4}closed: \{ type: "date"/);
  });

  test("lets nothing of the file become code", async () => {
    const name = 'odd\u2028process.exit(1)//{"';
    const content = `"a\n*/b","__proto__"\n${"x,1\n".repeat(3)}`;
    const { declaration, sourceText } = await infer(content, { name });
    const written = sourceText.slice(sourceText.indexOf("defineFeed("));
    const read: unknown = new Function("defineFeed", `return ${written}`)((value: unknown) => value);
    expect(read).toEqual(declaration);
    expect(sourceText.split(/[\n\u2028]/).filter((line) => /^(process|\*)/.test(line))).toEqual([]);
  });
});

describe("the encoding of a draft", () => {
  test.each([
    ["utf-8", Buffer.from("a,b\nä,1\n"), []],
    ["utf-8", Buffer.from("\ufeffa,b\nä,1\n"), []],
    ["utf-16", Buffer.from("\ufeffa,b\nä,1\n", "utf16le"), []],
    ["utf-16le", Buffer.from("a,b\nä,1\n", "utf16le"), []],
    ["utf-16be", Buffer.from("a,b\nä,1\n", "utf16le").swap16(), []],
    ["windows-1252", Buffer.from("a,b\nä,1\n", "latin1"), ["encoding-guessed"]],
    ["windows-1251", Buffer.from([97, 44, 98, 10, 0x81, 44, 49, 10]), ["encoding-guessed"]],
  ])("is %s", async (encoding, bytes, codes) => {
    const inferred = await infer(bytes);
    expect(inferred.declaration.encoding).toBe(encoding);
    expect(codesOf(inferred).filter((code) => code.startsWith("encoding"))).toEqual(codes);
    expect(codesOf(inferred)).not.toContain("sample-refused");
    expect(Object.values(inferred.declaration.columns)[1]?.type).toBe("integer");
  });
});

describe("the dialect of a draft", () => {
  test.each([
    ["a\tb\n1\t2\n", { delimiter: "\t" }],
    ['a,b\r\n"x,""y",2\r\n', { delimiter: ",", quote: '"', lineEnding: "crlf" }],
    ["a,b\n'x,y',2\n'z,y',3\n", { delimiter: ",", quote: "'" }],
    ['a,b\n"x\\",y",2\n"z",3\n', { delimiter: ",", escape: "\\" }],
    ['a|b\n6" pipe|2\n7" pipe|3\n', { delimiter: "|", quote: "none" }],
  ])("of %j", async (content, dialect) => {
    expect((await infer(content)).declaration.dialect).toMatchObject(dialect);
  });

  test("is doubted where the sample has one column, two delimiters or two line endings", async () => {
    expect(codesOf(await infer("name\nAda\nBea\n"))).toContain("delimiter-unseen");
    expect(codesOf(await infer("a,b;c\n1,2;3\n4,5;6\n"))).toContain("delimiter-ambiguous");
    expect(codesOf(await infer("a,b\n1,2\r\n"))).toContain("line-ending");
  });
});

describe("the table of a draft", () => {
  test("leaves out lines before the header, and takes the trailer off", async () => {
    const content = `Orders of October\n\norder,amount\n${"O,1\n".repeat(30)}TRAILER,30\n`;
    const inferred = await infer(content);
    const { preamble, trailer, columns } = inferred.declaration;
    expect([preamble, trailer, Object.keys(columns)]).toEqual([
      { lines: 2 },
      { mark: "TRAILER", count: 2 },
      ["order", "amount"],
    ]);
    expect(codesOf(inferred)).not.toContain("sample-refused");
  });

  test.each([
    ["1,2026-01-01\n2,2026-01-02\n", "none", ["column_1", "column_2"], undefined],
    ["id,day\n2,2026-01-02\n", "exact", ["id", "day"], undefined],
    ["Ada,North\nBea,South\n", "exact", ["Ada", "North"], "header-unsure"],
    ["id,,id\n1,2,3\n4,5,6\n", "none", ["column_1", "column_2", "column_3"], "header-unusable"],
  ])("of %j has the header %s", async (content, header, names, code) => {
    const inferred = await infer(content);
    expect([inferred.declaration.header, Object.keys(inferred.declaration.columns)]).toEqual([header, names]);
    const codes = codesOf(inferred);
    expect(codes.find((each) => each.startsWith("header"))).toBe(code);
    expect(codes).not.toContain("sample-refused");
  });

  test("of nothing is nothing, and says so", async () => {
    expect(codesOf(await infer(""))).toContain("sample-refused");
    expect(codesOf(await infer("id,day\n"))).toContain("few-records");
  });
});

describe("the columns of a draft", () => {
  test.each([
    [["true", "false"], { type: "boolean" }, undefined],
    [["Y", "N"], { type: "boolean", trueValues: ["Y"] }, "boolean-or-enumeration"],
    [["0", "1"], { type: "integer" }, "boolean-or-enumeration"],
    [["-5", "17"], { type: "integer" }, undefined],
    [["20261031", "20260101"], { type: "date", format: "yyyyMMdd" }, "date-or-number"],
    [["20261331", "20260101"], { type: "integer" }, "identifier-or-number"],
    [["31.12.2026", ""], { type: "date", format: "dd.MM.yyyy" }, undefined],
    [["2026-10-31T10:00:00Z"], { type: "date-time", zone: "offset" }, undefined],
    [["2026-10-31 10:00"], { type: "date-time", zone: "local", format: "yyyy-MM-dd HH:mm" }, "zone-unseen"],
    [["1.5", "2"], { type: "decimal", scale: 1 }, undefined],
    [["(1'000.50)", "2"], { type: "decimal", scale: 2, thousands: "'", negative: "parentheses" }, undefined],
    [["5 %"], { type: "decimal", scale: 0, percentSign: true }, "decimal-mark"],
    [["1.234"], { type: "decimal", scale: 3 }, "decimal-mark"],
    [["007", "12"], { type: "text", pattern: "^\\d+$" }, "identifier-or-number"],
    [["", ""], { type: "text" }, "column-empty"],
    [["x", "1"], { type: "text", required: true }, undefined],
  ])("of %j are %j", async (cells, column, code) => {
    const inferred = await infer(`start;x;end\n${cells.map((cell) => `a;${cell};b`).join("\n")}\n`);
    expect(inferred.declaration.columns["x"]).toMatchObject(column);
    expect(codesOf(inferred, "x")[0]).toBe(code);
  });
});

describe("a part of a file", () => {
  test("is read no further than asked, to the end of a line, and takes the rest of the file", async () => {
    let chunksRead = 0;
    async function* read() {
      for (const part of [CONTENT.slice(0, 1_000), CONTENT.slice(1_000)]) {
        chunksRead += 1;
        yield Buffer.from(part);
      }
    }
    const inferred = await inferFeed({ name: "orders_2026-10.csv", bytes: read() }, { maxBytes: 900 });
    expect([chunksRead, inferred.sample.isWhole]).toEqual([1, false]);
    expect(codesOf(inferred)).toContain("sample-part");
    const feed = defineFeed(inferred.declaration);
    const report = await validateFile(feed, {
      name: "orders_2026-10.csv",
      bytes: toChunks(Buffer.from(CONTENT)),
    });
    expect(report.verdict).not.toBe("refused");
  });

  test.each([
    ["utf-16", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["utf-16", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
    ["utf-16be", (text: string) => Buffer.from(text, "utf16le").swap16()],
  ] as const)("of %s ends with a whole line", async (encoding, encode) => {
    const { declaration, sample, doubts } = await infer(encode(CONTENT), { maxBytes: 1_001 });
    expect([declaration.encoding, sample.isWhole, Object.keys(declaration.columns).length]).toEqual([
      encoding,
      false,
      6,
    ]);
    expect(doubts.map(({ code }) => code)).not.toContain("sample-refused");
  });

  test("stops when its signal is aborted", async () => {
    const signal = AbortSignal.abort("enough");
    await expect(infer(CONTENT, { signal })).rejects.toBe("enough");
  });
});

describe("the name of a draft", () => {
  test.each([
    ["orders_2026-10.csv", "orders", "orders_{period}.csv"],
    ["/in/Sales Orders 20261031_235959.csv", "sales-orders", "Sales Orders {date}_{time}.csv"],
    ["quota2026Q4.txt", "quota", "quota{period}.txt"],
    ["AllPayments.csv", "all-payments", "AllPayments.csv"],
    ["4711.csv", "4711", "4711.csv"],
    ["{x}.csv", "feed", "{any}"],
  ])("of %s is %s", async (path, name, fileName) => {
    const { declaration, sourceText } = await infer("a,b\n1,2\n", { name: path });
    expect([declaration.name, declaration.fileName]).toEqual([name, fileName]);
    expect(sourceText).toMatch(/^export const [a-z]\w*Feed = /m);
  });
});
