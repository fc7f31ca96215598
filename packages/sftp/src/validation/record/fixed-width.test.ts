import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import type { FeedDeclaration } from "../../feed/feed-declaration.js";
import { createMemorySink, toChunks } from "../testing/check-orders.js";
import { validateFile } from "../validate-file.js";

const plain = {
  name: "credits",
  title: "Credits",
  fileName: "credits.txt",
  header: "none",
  dialect: {
    fixedWidth: {
      columns: {
        id: { width: 4 },
        name: { width: 6 },
        amount: { width: 8, align: "right" },
        note: { width: 3, padding: "." },
      },
      trailer: [2, 4, 10],
    },
  },
  columns: {
    id: { type: "text", required: true },
    name: { type: "text" },
    amount: { type: "money", currency: "EUR" },
    note: { type: "text" },
  },
  keys: [["id"]],
  acceptance: { rejectedRatio: 1, minRecords: 0 },
} as const satisfies FeedDeclaration;

const credits = defineFeed(plain);

async function validate(feed: typeof credits, chunks: readonly Buffer[]) {
  const [acceptedRows, rejectedRows] = [createMemorySink(), createMemorySink()];
  const source = { name: "credits.txt", bytes: toChunks(...chunks) };
  const report = await validateFile(feed, source, { acceptedRows, rejectedRows });
  return { report, accepted: acceptedRows.content(), rejected: rejectedRows.content().toString() };
}

const check = (feed: typeof credits, text: string) => validate(feed, [Buffer.from(text)]);

describe("a feed of fixed width", () => {
  test("takes the padding off, and counts characters, not bytes", async () => {
    const text = "1   M\u00fcller    5.00a..\n12  \u5317\u4eac    -1234.50...\n";
    const { report, accepted, rejected } = await check(credits, text);
    expect(report).toMatchObject({
      verdict: "accepted",
      records: { read: 2 },
      totals: { amount: "-1229.50" },
      findings: [],
    });
    expect(accepted.toString()).toBe(text);
    expect(rejected).toBe("record,line,problems,id,name,amount,note\r\n");
  });

  test("takes off no padding on the side of the value, and no space inside", async () => {
    const { report } = await check(credits, "1   Ann  B5.00       \n 2  Anna      6.00...\n");
    expect(report.findings.map(({ code, column, value }) => [code, column, value])).toEqual([
      ["decimal-invalid", "amount", "5.00    "],
      ["white-space", "note", "   "],
      ["white-space", "id", " 2"],
    ]);
  });

  test.each([
    ["too short", "1   Anna      5.00..", "line-too-short"],
    ["too long", "1   Anna      5.00....", "line-too-long"],
    ["blank", "", "blank-row"],
  ])("rejects a line that is %s", async (_what, line, code) => {
    const { report } = await check(credits, `2   Anna      5.00...\n${line}\n`);
    expect(report).toMatchObject({ records: { accepted: 1, rejected: 1 }, totals: { amount: "5.00" } });
    expect(report.findings).toMatchObject([{ code, record: 2, line: 2, byteOffset: 22 }]);
  });

  test("lets padding at the end of lines be gone where the feed says so, but no part of a number", async () => {
    const { fixedWidth } = plain.dialect;
    const columns = { ...fixedWidth.columns, note: { width: 3 } };
    const trimmed = defineFeed({
      ...plain,
      dialect: { fixedWidth: { ...fixedWidth, columns, lineWidth: "trimmed" } },
    });
    const { report } = await check(trimmed, "1   Anna      5.00\n2   Anna      5.00x\n3   Anna      5\n4\n");
    expect(report.records).toEqual({ read: 4, accepted: 3, rejected: 1 });
    expect(report.findings).toMatchObject([{ code: "line-too-short", record: 3 }]);
  });

  test("bears spaces behind the last column where the feed says so, and nothing else", async () => {
    const dialect = { fixedWidth: { ...plain.dialect.fixedWidth, lineWidth: "padded" as const } };
    const padded = defineFeed({ ...plain, dialect });
    const { report } = await check(padded, "1   Anna      5.00...     \n2   Anna      5.00...  x\n");
    expect(report.findings).toMatchObject([{ code: "line-too-long", record: 2 }]);
  });

  test("reads a header at the same places", async () => {
    const feed = defineFeed({
      ...plain,
      header: "exact",
      dialect: { fixedWidth: { columns: { id: { width: 3 }, day: { width: 10, align: "right" } } } },
      columns: { id: { type: "text" }, day: { type: "date" } },
    });
    expect((await check(feed, "id        day\n1  2026-10-31\n")).report.verdict).toBe("accepted");
    const { report } = await check(feed, "id       date\n1  2026-10-31\n");
    expect(report.findings.map(({ code }) => code)).toEqual(["header-missing-column", "header-extra-column"]);
  });

  test("reads a trailer at places of its own, or at those of its columns", async () => {
    const trailer = { mark: "T", count: 2, sums: { amount: 3 } };
    const rows = "1   Anna      5.00...\n2   Anna      6.00...\n";
    const own = defineFeed({ ...plain, trailer });
    const sound = await check(own, `${rows}T 0002     11.00\n`);
    expect(sound.report).toMatchObject({ verdict: "accepted", findings: [] });
    const short = await check(own, `${rows.slice(22)}T 0002     11.00\n`);
    expect(short.report.findings.map(({ code }) => code)).toEqual(["trailer-count", "trailer-sum"]);
    const { columns } = plain.dialect.fixedWidth;
    const shared = defineFeed({ ...plain, dialect: { fixedWidth: { columns } }, trailer });
    expect((await check(shared, `${rows}T   2        11.00...\n`)).report.verdict).toBe("accepted");
  });

  test("is refused when it cannot be, for all reasons at once", () => {
    const declare = (declaration: object) => defineFeed({ ...plain, ...declaration } as FeedDeclaration);
    const dialect = {
      delimiter: ";",
      fixedWidth: { columns: { id: { width: 0 }, other: { width: 3, padding: "0" } } },
    };
    expect(() => declare({ dialect })).toThrow(/width[\s\S]*padding/);
    const fixedWidth = { columns: { id: { width: 3 }, other: { width: 3 } } };
    const message = /column "name" has no width[\s\S]*no column "other"[\s\S]*come in the order of the feed/;
    expect(() => declare({ dialect: { fixedWidth }, header: "any-order" })).toThrow(message);
    expect(() => declare({ dialect: { ...plain.dialect, quote: '"' } })).toThrow(/quote means nothing/);
  });
});

const PIECES = [
  "1   Anna      5.00...\n",
  "2   M\u00fcller    1.5 a..\r\n",
  "T 0001      5.00\n",
  ..."a1 .-\n\0\r\t\u20ac",
  "\u{1f600}",
  "x".repeat(1_100),
].map((piece) => Buffer.from(piece));

const content = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)) },
    ),
    { maxLength: 30 },
  )
  .map((pieces) => Buffer.concat(pieces));

describe("the laws of validation, at fixed width", () => {
  const feed = defineFeed({
    ...plain,
    dialect: { ...plain.dialect, maxRecordBytes: 1_024 },
    trailer: { mark: "T", count: 2, sums: { amount: 3 } },
  });

  test("any chunking gives the same report and the same rows, and nothing gets lost", async () => {
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 1, max: 30 }), async (bytes, size) => {
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        const whole = await validate(feed, [bytes]);
        expect(await validate(feed, chunks)).toEqual(whole);
        const { read, accepted, rejected } = whole.report.records;
        expect(read).toBe(accepted + rejected);
        expect(whole.report.sizeBytes).toBe(bytes.length);
        if (rejected === 0 && whole.report.verdict !== "refused") expect(whole.accepted).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });
});
