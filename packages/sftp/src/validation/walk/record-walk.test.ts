import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import { validateFile } from "../validate-file.js";
import type { ValidationReport } from "../validation-report.js";

/** With commas there is a walk; with carets every record is read with care. */
const DELIMITERS = [",", "^"] as const;

const declare = (delimiter: string) =>
  defineFeed({
    name: "orders",
    title: "Orders",
    fileName: "orders.csv",
    dialect: { delimiter, maxRecordBytes: 1_024 },
    columns: {
      id: { type: "text", required: true, maxLength: 12 },
      name: { type: "text", pattern: '[a-z" ]*' },
      day: { type: "date", min: "2026-02-01" },
      amount: { type: "money", currency: "EUR", min: "-5", max: "99999999999999999.99" },
      price: { type: "decimal", scale: 3, decimalMark: "," },
      count: { type: "integer", max: 500 },
      stage: { type: "enumeration", values: ["Won", "Won back", "Verloren \u20ac", " "], required: true },
      active: { type: "boolean" },
      note: { type: "text", minLength: 2 },
    },
    keys: [["id"]],
    totals: ["amount", "count", "price"],
    acceptance: { rejectedRatio: 1, minRecords: 0 },
  });

/** Cells of each column: those that are sound first, then the edges and what is wrong. */
const CELLS: readonly (readonly string[])[] = [
  ["A1", "A2", "B3", "\u00fc", "", " A", "=1", "A234567890123", '"A1"', '"A""1"'],
  ["", "abc", '"a ""b"""', "ABC", "\u00fc", '""', "a\rb"],
  ["2026-10-31", '"2026-02-01"', "", "2026-01-31", "2026-02-29", "2026-1-1", "2026-10-311"],
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

const row = fc.tuple(
  ...CELLS.map((cells) =>
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...cells.slice(0, 2)) },
      { weight: 1, arbitrary: fc.constantFrom(...cells) },
    ),
  ),
);

const file = fc.record({
  rows: fc.array(
    fc.oneof({ weight: 20, arbitrary: row }, { weight: 1, arbitrary: fc.constant(["A1", "x"]) }),
  ),
  newline: fc.constantFrom("\n", "\r\n"),
  lastNewline: fc.boolean(),
});

async function validate(text: string, delimiter: string): Promise<Omit<ValidationReport, "sha256">> {
  const bytes = (async function* () {
    yield Buffer.from(text);
  })();
  const { sha256, ...report } = await validateFile(declare(delimiter), { name: "orders.csv", bytes });
  expect(sha256).toHaveLength(64);
  return report;
}

describe("the walk over sound records", () => {
  test("says what the careful reading says, of every file", async () => {
    let clean = 0;
    await fc.assert(
      fc.asyncProperty(file, async ({ rows, newline, lastNewline }) => {
        const [walked, careful] = await Promise.all(
          DELIMITERS.map((delimiter) => {
            const lines = [Object.keys(declare(delimiter).columns), ...rows];
            const text = lines.map((cells) => cells.join(delimiter)).join(newline);
            return validate(lastNewline ? text + newline : text, delimiter);
          }),
        );
        expect(walked).toEqual(careful);
        if (walked !== undefined && walked.records.accepted > 0) clean += 1;
      }),
      { numRuns: 600 },
    );
    expect(clean).toBeGreaterThan(100);
  });
});
