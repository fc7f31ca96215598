import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toDecimalText } from "../total/exact-sum.js";
import { compileNumberCheck, type NumberRules } from "./number-check.js";

function read(text: string, rules: Partial<NumberRules> = {}) {
  const number = compileNumberCheck({ code: "decimal-invalid", scale: 2, decimalMark: ".", ...rules });
  const bytes = Buffer.from(text);
  const complaint = number.check({ bytes, start: 0, end: bytes.length, high: false });
  return complaint === undefined ? number.units() : complaint.code;
}

describe("compileNumberCheck", () => {
  test.each([
    ["0", 0],
    ["1", 100],
    ["-1.5", -150],
    ["007.25", 725],
    ["123456789012345678901234.56", 12_345_678_901_234_567_890_123_456n],
    ["-99999999999999.99", -9_999_999_999_999_999n],
  ])("reads %s", (text, units) => {
    expect(read(text)).toBe(units);
  });

  test.each([
    "",
    "-",
    ".",
    "1.",
    ".5",
    "1.234",
    "+1",
    "1 ",
    "1e5",
    "--1",
    "1.2.3",
    "1-",
    "\u0661",
    "9".repeat(39),
  ])("refuses %j", (text) => {
    expect(read(text)).toBe("decimal-invalid");
  });

  test("knows the decimal comma, and whole numbers only", () => {
    expect(read("1,5", { decimalMark: "," })).toBe(150);
    expect(read("1.5", { decimalMark: "," })).toBe("decimal-point");
    expect(read("1,5")).toBe("decimal-comma");
    expect(read("1.0", { scale: 0, code: "integer-invalid" })).toBe("integer-invalid");
  });

  test("keeps to the limits, also where they have more digits than the column", () => {
    expect(read("0.01", { min: "0.015" })).toBe("below-minimum");
    expect(read("0.02", { min: "0.015" })).toBe(2);
    expect(read("-0.01", { max: "-0.015" })).toBe("above-maximum");
    expect(read("-0.02", { max: "-0.015" })).toBe(-2);
    expect(read("5", { min: "5", max: "5" })).toBe(500);
    expect(read("100000000000000000", { max: "99999999999999999.99" })).toBe("above-maximum");
  });

  test("reads back every number that it can be given", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 36n), max: 10n ** 36n }), (units) => {
        expect(BigInt(read(toDecimalText(units, 2)))).toBe(units);
      }),
    );
  });

  test.each([
    ["1.000", "number-thousands"],
    ["12.3456", "number-decimal-mark"],
    [" 5", "number-white-space"],
    ["1.2E+05", "number-scientific"],
    ["$5", "number-currency"],
  ])("guesses what is wrong with %j", (value, code) => {
    const number = compileNumberCheck({ code: "decimal-invalid", scale: 2, decimalMark: "." });
    const bytes = Buffer.from(value);
    expect(number.check({ bytes, start: 0, end: bytes.length, high: false })?.clue?.(value)).toEqual({
      code,
    });
  });
});
