import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toCsvLine } from "./csv.js";
import { createRecordCounter, endOfFirstRecord } from "./record-counter.js";

const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", "ü"), maxLength: 6 });
const row = fc
  .array(cell, { minLength: 1, maxLength: 4 })
  .filter((cells) => cells.some((each) => each !== ""));

describe("createRecordCounter", () => {
  test("counts the rows below the header, wherever the text is cut", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), (rows, size) => {
        const text = Buffer.from(rows.map(toCsvLine).join(""));
        const counter = createRecordCounter();
        for (let at = 0; at < text.byteLength; at += size) counter.take(text.subarray(at, at + size));
        expect(counter.rows()).toBe(Math.max(0, rows.length - 1));
      }),
    );
  });

  test("takes blank lines for nothing, and a last line without a break for a row", () => {
    const counter = createRecordCounter();
    counter.take(Buffer.from("A,B\r\n\r\n1,2\r\n\r\n3,4"));
    expect(counter.rows()).toBe(2);
  });
});

describe("endOfFirstRecord", () => {
  test.for([
    ['"A\nA",B\r\n1,2\n', 9],
    ["A,B", 3],
    ["", 0],
  ] as const)("of %j is %i", ([text, end]) => {
    expect(endOfFirstRecord(Buffer.from(text))).toBe(end);
  });
});
