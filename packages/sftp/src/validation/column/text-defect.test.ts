import { describe, expect, test } from "vitest";
import { findTextDefects, TEXT_DEFECTS } from "./text-defect.js";

function find(bytes: Buffer, script: "unicode" | "western" | "other"): readonly string[] {
  const high = bytes.some((byte) => byte >= 0x80);
  const defects = findTextDefects({ bytes, start: 0, end: bytes.length, high }, script, false);
  return TEXT_DEFECTS.filter(([bit]) => (defects & bit) !== 0).map(([, { code }]) => code);
}

describe("findTextDefects", () => {
  test.each([
    [" padded", "white-space"],
    ["padded\t", "white-space"],
    ["=1+1", "formula-cell"],
    ["@SUM(A1)", "formula-cell"],
    ["-cmd|' /C calc'!A0", "formula-cell"],
    ["1.23E+05", "excel-scientific"],
    ["no\u00a0break", "nbsp"],
    ["narrow\u202fspace", "nbsp"],
    ["zero\u200bwidth", "invisible-char"],
    ["soft\u00adhyphen", "invisible-char"],
    ["mark\ufeff", "invisible-char"],
    ["\u2018quoted\u2019", "smart-quote"],
    ["M\u00c3\u00bcller", "mojibake"],
    ["it\u00e2\u20ac\u2122s", "mojibake"],
    ["\u00e2\u0082\u00ac 5", "mojibake"],
    ["M\ufffdller", "replacement-char"],
  ])("finds in %j: %s", (text, code) => {
    expect(find(Buffer.from(text), "unicode")).toContain(code);
  });

  test.each([
    "plain",
    "-5",
    "+49 30 123456",
    "-",
    "1E5",
    "M\u00fcller",
    "S\u00c3O PAULO",
    "\u20ac 5",
    "Gr\u00fc\u00dfe \u2013 \u{1f600}",
    "\u00c2ge",
  ])("finds nothing in %j", (text) => {
    expect(find(Buffer.from(text), "unicode")).toEqual([]);
  });

  test.each([
    ["a\u00a0b", "nbsp"],
    ["a\u0092b", "smart-quote"],
    ["a\u00adb", "invisible-char"],
    ["M\u00c3\u00bcller", "mojibake"],
  ])("finds them in Windows-1252 too: %j is %s", (text, code) => {
    expect(find(Buffer.from(text, "latin1"), "western")).toEqual([code]);
  });

  test("finds nothing in sound Windows-1252", () => {
    expect(find(Buffer.from("M\u00fcller S\u00c3O", "latin1"), "western")).toEqual([]);
  });
});
