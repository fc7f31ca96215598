import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readHere, readThere } from "./testing/two-readings.js";

const COLUMNS = 3;

const cell = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("", "a", "12.50", "Gr\u00fc\u00dfe", "two words") },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom("a", '"', ",", "\n", "\r\n", "\u20ac", "'", " "), { maxLength: 8 })
      .map((all) => all.join("")),
  },
);

const cleanFile = fc
  .tuple(
    fc.array(fc.array(cell, { minLength: COLUMNS, maxLength: COLUMNS }), { minLength: 1, maxLength: 8 }),
    fc.constantFrom("\n", "\r\n"),
    fc.boolean(),
  )
  .map(([rows, newline, quoteAll]) => ({
    rows,
    bytes: Buffer.from(
      rows.map((row) => row.map((text) => toCell(text, quoteAll)).join(",") + newline).join(""),
    ),
  }));

function toCell(text: string, quoteAll: boolean): string {
  return quoteAll || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What happens to files: something is put in, taken out, cut off or converted. */
const accident = fc.oneof(
  fc.record({
    kind: fc.constant("insert" as const),
    at: fc.nat(),
    what: fc.constantFrom(",", '"', "\n", "\r", '""', ";", "\0"),
  }),
  fc.record({ kind: fc.constant("remove" as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant("removeDelimiter" as const),
    at: fc.nat(),
    what: fc.constantFrom(",", '"', "\n", "\r"),
  }),
  fc.record({ kind: fc.constant("cut" as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant("convert" as const),
    to: fc.constantFrom("latin1" as const, "utf16le" as const),
  }),
);

type Accident = typeof accident extends fc.Arbitrary<infer Value> ? Value : never;

function spoil(bytes: Buffer, what: Accident): Buffer {
  if (what.kind === "convert") return Buffer.from(bytes.toString("utf8"), what.to);
  const at = what.at % (bytes.length + 1);
  if (what.kind === "cut") return bytes.subarray(0, at);
  if (what.kind === "insert")
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(what.what), bytes.subarray(at)]);
  const from = what.kind === "remove" ? at : Math.max(bytes.indexOf(what.what, at), bytes.indexOf(what.what));
  return from < 0 ? bytes : Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1)]);
}

describe("our reading beside that of another parser", () => {
  test("is the same for every clean file", async () => {
    await fc.assert(
      fc.asyncProperty(cleanFile, async ({ bytes, rows }) => {
        expect(await readHere(bytes, COLUMNS)).toEqual({ refused: false, rows });
        expect(readThere(bytes)).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  test("is never silently wrong for a spoilt file: what we would load, the other reads the same way", async () => {
    let loaded = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        cleanFile,
        fc.array(accident, { minLength: 1, maxLength: 3 }),
        async ({ bytes }, accidents) => {
          const spoilt = accidents.reduce(spoil, bytes);
          const here = await readHere(spoilt, COLUMNS);
          if (here.refused) {
            refused += 1;
            return;
          }
          loaded += 1;
          expect(here.rows).toEqual(readThere(spoilt));
        },
      ),
      { numRuns: 2_000 },
    );
    // Both ways were really taken.
    expect(Math.min(loaded, refused)).toBeGreaterThan(100);
  });
});
