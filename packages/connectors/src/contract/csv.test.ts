import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CsvRecord, readCsv, toCsvLine } from "./csv.js";

async function read(pieces: readonly string[]): Promise<readonly CsvRecord[]> {
  const records: CsvRecord[] = [];
  async function* from() {
    yield* pieces;
  }
  for await (const record of readCsv(from())) records.push(record);
  return records;
}

const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "ü", " "), maxLength: 6 });
const row = fc
  .array(cell, { minLength: 1, maxLength: 4 })
  .filter((cells) => cells.some((each) => each !== ""));

describe("readCsv", () => {
  test("reads back what was written, wherever the text is cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, size) => {
          const text = rows.map(toCsvLine).join("");
          const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, "gu")) ?? [];
          expect((await read(pieces)).map(({ cells }) => cells)).toEqual(rows);
        },
      ),
    );
  });

  test("tells the line on which a record begins, and takes blank lines for nothing", async () => {
    expect(await read(['\uFEFFa,b\r\n\r\n"x\ny",2\n3,4'])).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 3, cells: ["x\ny", "2"] },
      { line: 5, cells: ["3", "4"] },
    ]);
  });
});
