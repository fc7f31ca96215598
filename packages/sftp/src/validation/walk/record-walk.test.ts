import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFeed, type Feed } from "../../feed/feed.js";
import { validateFile } from "../validate-file.js";
import type { ValidationReport } from "../validation-report.js";

/** With commas there is a walk; with carets every record is read with care. */
const [WALKED, CAREFUL] = [",", "^"];

/** A feed with a key wants to see each record; without it the walk adds up whole stretches of them. */
const WAYS = ["listed", "added up"] as const;

const declare = (delimiter: string, way: (typeof WAYS)[number]) =>
  defineFeed({
    name: "orders",
    title: "Orders",
    fileName: "orders.csv",
    dialect: { delimiter, maxRecordBytes: 1_024 },
    columns: {
      id: { type: "text", required: true, maxLength: 12 },
      name: { type: "text", pattern: way === "listed" ? '[a-z" ]*' : undefined },
      day: { type: "date", min: "2026-02-01" },
      amount: { type: "money", currency: "EUR", min: "-5", max: "99999999999999999.99" },
      price: { type: "decimal", scale: 3, decimalMark: "," },
      count: { type: "integer", max: 500 },
      stage: { type: "enumeration", values: ["Won", "Won back", "Verloren \u20ac", " "], required: true },
      active: { type: "boolean" },
      note: { type: "text", minLength: 2 },
    },
    keys: way === "listed" ? [["id"]] : [],
    advisories: { "column-empty": way === "listed" ? "info" : "off" },
    totals: ["amount", "count", "price"],
    acceptance: { rejectedRatio: 1, minRecords: 0 },
  });

/** Cells of each column: those that are sound first, then the edges and what is wrong. */
const CELLS: readonly (readonly string[])[] = [
  [
    "A1",
    "A2",
    "B3",
    "\u00fc",
    "",
    " A",
    "A ",
    "A\t",
    "1.5E+07",
    "12+",
    "+A",
    "-",
    "-A",
    "@A",
    "=1",
    "A234567890123",
    '"A1"',
    '"A""1"',
  ],
  ["", "abc", '"a ""b"""', "ABC", "\u00fc", '""', "a\rb"],
  [
    "2026-10-31",
    '"2026-02-01"',
    "",
    "2026-01-31",
    "2026-02-29",
    "2028-02-29",
    "2100-02-29",
    "2026-13-01",
    "2026-1-1",
    "2026-10-311",
  ],
  [
    "0.50",
    "12",
    "-5.00",
    "",
    '"7.1"',
    "-5.01",
    "1.",
    ".5",
    "-",
    "1.234",
    "99999999999999999.99",
    "007",
    "1 ",
  ],
  ['"1,5"', "2", '"0,125"', "", '"1,2345"', "1.5", '"1,"'],
  ["0", "500", "-3", "", "501", "1.0", "1234567890123456", "12345678901234567890"],
  ["Won", "Won back", '"Won"', "Verloren \u20ac", "Won ", "Won backs", "W", "", " ", '" "'],
  ["true", "false", "", "True", '"true"', "truefalse"],
  [
    "",
    "ok",
    "\u20ac",
    "o",
    '"two\nlines"',
    "M\u00c3\u00bcller",
    "a\u00a0b",
    '"x"y',
    'x"y',
    "\u0007\u0007",
    "\0",
  ],
];

const soundRow = fc.tuple(...CELLS.map((cells) => fc.constantFrom(...cells.slice(0, 2))));

/** A row with one cell that may be anything: whatever the walk overlooks shows. */
const oddRow = soundRow.chain((cells) =>
  fc
    .nat(CELLS.length - 1)
    .chain((at) => fc.constantFrom(...(CELLS[at] ?? [""])).map((cell) => cells.with(at, cell))),
);

const file = fc.record({
  rows: fc.array(
    fc.oneof(
      { weight: 8, arbitrary: soundRow },
      { weight: 12, arbitrary: oddRow },
      { weight: 1, arbitrary: fc.constant(["A1", "x"]) },
    ),
    { maxLength: 40, size: "max" },
  ),
  newline: fc.constantFrom("\n", "\r\n"),
  lastNewline: fc.boolean(),
  chunkBytes: fc.integer({ min: 1, max: 2_000 }),
});

type File = typeof file extends fc.Arbitrary<infer Value> ? Value : never;

/** What is found in a file, and the records that are accepted, with commas whatever the delimiter. */
async function validate(
  { rows, newline, lastNewline, chunkBytes }: File,
  feed: Feed,
): Promise<{ readonly report: Omit<ValidationReport, "sha256">; readonly accepted: string }> {
  const { delimiter } = feed.dialect;
  const lines = [Object.keys(feed.columns), ...rows].map((cells) => cells.join(delimiter));
  const text = Buffer.from(lines.join(newline) + (lastNewline ? newline : ""));
  const bytes = (async function* () {
    for (let at = 0; at < text.length; at += chunkBytes) yield text.subarray(at, at + chunkBytes);
  })();
  let accepted = "";
  const acceptedRows = {
    write: async (part: Uint8Array) => {
      accepted += Buffer.from(part).toString("latin1");
    },
  };
  const { sha256, ...report } = await validateFile(feed, { name: "orders.csv", bytes }, { acceptedRows });
  expect(sha256).toHaveLength(64);
  return { report, accepted: accepted.replaceAll(delimiter, ",") };
}

describe("the walk over sound records", () => {
  test.each(WAYS)("says what the careful reading says, of every file: %s", async (way) => {
    const [walkedFeed, carefulFeed] = [declare(WALKED, way), declare(CAREFUL, way)];
    let clean = 0;
    await fc.assert(
      fc.asyncProperty(file, async (content) => {
        const walked = await validate(content, walkedFeed);
        expect(walked).toEqual(await validate(content, carefulFeed));
        if (walked.report.records.accepted > 0) clean += 1;
      }),
      { numRuns: 300 },
    );
    expect(clean).toBeGreaterThan(50);
  });

  test("goes on over many records, past what fits into one look", async () => {
    const feed = declare(WALKED, "added up");
    const count = 20_000;
    const rows = Array.from({ length: count }, (_, at) => [
      ...[`A${at}`, "abc", "2026-10-31", "0.50", '"1,5"', "2", "Won", "true", "\u20ac ok"],
    ]);
    const { report, accepted } = await validate(
      { rows, newline: "\n", lastNewline: true, chunkBytes: 600_000 },
      feed,
    );
    expect(report.records).toEqual({ read: count, accepted: count, rejected: 0 });
    expect(report.totals).toEqual({ amount: "10000.00", count: "40000", price: "30000.000" });
    expect(accepted.split("\n")).toHaveLength(count + 2);
  });
});
