import { describe, expect, test } from "vitest";
import { addExact } from "./exact-number.js";

describe("addExact", () => {
  test("stays exact where a sum of floats would be rounded", () => {
    expect(addExact(Number.MAX_SAFE_INTEGER, 2)).toBe(9_007_199_254_740_993n);
    expect(addExact(-Number.MAX_SAFE_INTEGER, -2n)).toBe(-9_007_199_254_740_993n);
    expect(addExact(2, -3)).toBe(-1);
  });
});
