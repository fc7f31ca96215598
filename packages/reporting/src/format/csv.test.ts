import { array, assert, asyncProperty, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { type CsvCell, toCsvLine, writeCsv } from "./csv.js";

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString("utf8");
}

/** A reader of RFC 4180 that shares nothing with the writer. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  for (const [, line] of text.matchAll(/((?:"(?:[^"]|"")*"|[^"\r\n])*)\r\n/g)) {
    const cells = [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^",]*),/g)].map(([, cell = ""]) => cell);
    rows.push(cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)));
  }
  return rows;
}

describe("toCsvLine", () => {
  test("quotes what would break a row, and doubles quotes", () => {
    expect(toCsvLine(["plain", "a,b", 'say "no"', "two\nlines", " padded "])).toBe(
      'plain,"a,b","say ""no""","two\nlines"," padded "\r\n',
    );
  });

  test("writes every kind of cell, and nothing for nothing", () => {
    expect(toCsvLine([1.5, 12n, true, null, undefined, "", new Date(0)])).toBe(
      "1.5,12,true,,,,1970-01-01T00:00:00.000Z\r\n",
    );
  });

  test.each([
    ["=1+2", "'=1+2"],
    ["+cmd", "'+cmd"],
    ["-cmd", "'-cmd"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\tx", "'\tx"],
    ["\r=x", '"\'\r=x"'],
    ["-", "'-"],
  ])("keeps %j from being run as a formula", (text, cell) => {
    expect(toCsvLine([text])).toBe(`${cell}\r\n`);
  });

  test.each(["-12.50", "+3", "-.5", "-1e9", "a=b", "'=1"])("leaves %j alone", (text) => {
    expect(toCsvLine([text])).toBe(`${text}\r\n`);
  });

  test("refuses numbers and dates that are none", () => {
    expect(() => toCsvLine([Number.NaN])).toThrow(RangeError);
    expect(() => toCsvLine([new Date("never")])).toThrow(TypeError);
  });
});

describe("writeCsv", () => {
  test("can be read back cell by cell, the formula guard apart", async () => {
    await assert(
      asyncProperty(array(array(string(), { minLength: 2, maxLength: 2 })), async (rows) => {
        const [, ...read] = parseCsv(await textOf(writeCsv(["first", "second"], rows)));
        expect(read).toHaveLength(rows.length);
        for (const [index, row] of rows.entries()) {
          for (const [column, cell] of row.entries())
            expect([cell, `'${cell}`]).toContain(read[index]?.[column]);
        }
      }),
      { examples: [[[["a\r\nb", '"']]], [[["", ""]]]] },
    );
  });

  test("streams: it asks for rows as the bytes are taken", async () => {
    let asked = 0;
    async function* rows(): AsyncGenerator<readonly CsvCell[]> {
      for (; asked < 100_000; asked += 1) yield [asked, "x".repeat(100)];
    }
    for await (const chunk of writeCsv(["row", "text"], rows())) {
      expect(chunk.byteLength).toBeLessThan(80_000);
      break;
    }
    expect(asked).toBeLessThan(1_000);
  });

  test("begins with a byte order mark when asked, and has a header without rows", async () => {
    expect(await textOf(writeCsv(["=a"], [], { byteOrderMark: true }))).toBe("\ufeff'=a\r\n");
    expect(await textOf(writeCsv(["a"], []))).toBe("a\r\n");
  });
});
