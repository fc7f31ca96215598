import { describe, expect, test } from "vitest";
import type { ControlFormat } from "../feed/control-format.js";
import { findControlEntry, readControlFile } from "./control-file.js";

const DIGEST = "a".repeat(64);
const read = (format: ControlFormat, text: string) => readControlFile(format, Buffer.from(text));
const everything = {
  fileName: "FILE",
  sizeBytes: "BYTES",
  records: "ROWS",
  sha256: "SHA256",
  sums: { amount: "TOTAL" },
};
const entry = {
  fileName: "orders.csv",
  sizeBytes: 500,
  records: 8800,
  sha256: DIGEST,
  sums: { amount: "10005534.00" },
};

describe("readControlFile", () => {
  test("reads keys and values", () => {
    const text = `# by the sender\r\nFILE = orders.csv\r\nBYTES=500\r\nROWS=8800\nSHA256=${DIGEST.toUpperCase()}\nTOTAL=10005534.00\nEXTRA=1\n`;
    expect(read({ kind: "key-value", fields: everything }, text)).toEqual({ entries: [entry] });
    expect(
      read({ kind: "key-value", separator: ":", fields: { records: "rows" } }, "rows: 12\n"),
    ).toMatchObject({
      entries: [{ records: 12 }],
    });
  });

  test("reads a row for each file of a table, quoted cells included", () => {
    const text = `FILE;BYTES;ROWS;SHA256;TOTAL\norders.csv;500;8800;${DIGEST};10005534.00\n"credits; ""final"".csv";1;2;${DIGEST};-3\n`;
    expect(read({ kind: "csv", delimiter: ";", fields: everything }, text)).toEqual({
      entries: [
        entry,
        {
          fileName: 'credits; "final".csv',
          sizeBytes: 1,
          records: 2,
          sha256: DIGEST,
          sums: { amount: "-3" },
        },
      ],
    });
  });

  test("reads one object, or a list of them at a path", () => {
    const fields = { fileName: "name", records: "counts.rows", sums: { amount: "totals.amount" } };
    const orders = { name: "orders.csv", counts: { rows: 8800 }, totals: { amount: "10005534.00" } };
    const expected = { fileName: "orders.csv", records: 8800, sums: { amount: "10005534.00" } };
    expect(read({ kind: "json", fields }, JSON.stringify(orders))).toMatchObject({ entries: [expected] });
    const listed = JSON.stringify({ delivery: { files: [orders, { ...orders, name: "b.csv" }] } });
    expect(read({ kind: "json", list: "delivery.files", fields }, listed)).toMatchObject({
      entries: [expected, { fileName: "b.csv" }],
    });
  });

  test("reads what sha256sum writes", () => {
    const text = `${DIGEST}  orders.csv\n${"b".repeat(64)} *credits 2.csv\n`;
    expect(read({ kind: "sha256sum" }, text)).toEqual({
      entries: [
        { fileName: "orders.csv", sha256: DIGEST },
        { fileName: "credits 2.csv", sha256: "b".repeat(64) },
      ],
    });
  });

  test.each<[string, ControlFormat, string, string]>([
    [
      "a count that is none",
      { kind: "key-value", fields: { records: "ROWS" } },
      "ROWS=many",
      "ROWS is a number of records, not many",
    ],
    [
      "a field that is missing",
      { kind: "key-value", fields: { records: "ROWS" } },
      "LINES=1",
      "ROWS is missing",
    ],
    ["a key twice", { kind: "key-value", fields: { records: "A" } }, "A=1\nA=2", "it says A twice"],
    ["a line without a key", { kind: "key-value", fields: { records: "A" } }, "A 1", "line 1 holds no ="],
    [
      "a row that is too short",
      { kind: "csv", fields: everything },
      "FILE,BYTES\na",
      "record 1 has not as many cells",
    ],
    ["a table without rows", { kind: "csv", fields: everything }, "FILE,BYTES\n", "it speaks of no file"],
    ["half of an object", { kind: "json", fields: { records: "rows" } }, '{"rows":', "it is not JSON"],
    [
      "a list elsewhere",
      { kind: "json", list: "files", fields: everything },
      '{"file":[]}',
      "it has no list of objects at files",
    ],
    ["a cut digest", { kind: "sha256sum" }, `${"a".repeat(63)}  orders.csv\n`, "line 1 is not a digest"],
    ["nothing", { kind: "sha256sum" }, "", "it speaks of no file"],
  ])("says what is wrong with %s", (_what, format, text, problem) => {
    expect(read(format, text)).toEqual({ problem: expect.stringContaining(problem) });
  });

  test("refuses what is not UTF-8", () => {
    expect(readControlFile({ kind: "sha256sum" }, Uint8Array.of(0xff))).toEqual({
      problem: "it is not UTF-8",
    });
  });
});

describe("findControlEntry", () => {
  test("takes the entry of the name, composed or not, or the only one that names none", () => {
    const named = [{ fileName: "caf\u00e9.csv", records: 1 }];
    expect(findControlEntry(named, "cafe\u0301.csv")).toBe(named[0]);
    expect(findControlEntry(named, "orders.csv")).toBeUndefined();
    expect(findControlEntry([{ records: 1 }], "orders.csv")).toEqual({ records: 1 });
    expect(findControlEntry([{ records: 1 }, { records: 2 }], "orders.csv")).toBeUndefined();
  });
});
