import { describe, expect, test } from "vitest";
import { getEncoding } from "../encoding/encoding.js";
import { compileTextCheck } from "./text-check.js";

function find(text: string, rules: { minLength?: number; maxLength?: number; pattern?: string }) {
  const bytes = Buffer.from(text);
  const check = compileTextCheck({ type: "text", ...rules }, getEncoding("utf-8"));
  return check?.({ bytes, start: 0, end: bytes.length, high: false });
}

describe("withLostZeros", () => {
  test.each([
    ["4711", { minLength: 6 }, "004711"],
    ["4711", { pattern: "\\d{8}" }, "00004711"],
    ["7", { minLength: 2, pattern: "0\\d+" }, "07"],
  ])("says what %s most likely was under %j: %s", (text, rules, original) => {
    expect(find(text, rules)).toEqual({ code: "leading-zero-lost", detail: { original } });
  });

  test.each([
    ["A471", { minLength: 6 }, "too-short"],
    ["0471", { minLength: 6 }, "too-short"],
    ["4711", { pattern: "P-\\d{4}" }, "pattern-mismatch"],
    ["1234567", { maxLength: 6 }, "too-long"],
    ["1234567890123456", { pattern: "\\d{20}" }, "pattern-mismatch"],
  ])("does not guess at %s under %j: %s", (text, rules, code) => {
    expect(find(text, rules)?.code).toBe(code);
  });

  test("says nothing of what fits", () => {
    expect(find("004711", { minLength: 6, pattern: "\\d+" })).toBeUndefined();
  });
});
