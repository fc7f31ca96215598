import { describe, expect, test } from "vitest";
import { betaCumulative, betaQuantile } from "./beta.js";

/** Computed with 40 digits. */
const VALUES = [
  [0.1, 2, 3, 0.0523],
  [0.9, 2, 3, 0.9963],
  [0.5, 0.5, 0.5, 0.5],
  [0.001, 50, 3, 1.323401275e-147],
  [0.3, 100, 250, 0.7265414741433194],
  [1e-10, 4, 8, 3.299999998152e-38],
  [0.99, 30, 0.7, 0.5795736702413186],
] as const;

describe("betaCumulative", () => {
  test.each(VALUES)("at %d of beta(%d, %d) is %d", (x, a, b, chance) => {
    expect(Math.abs(betaCumulative(x, a, b) / chance - 1)).toBeLessThan(1e-10);
  });

  test("has its ends", () => {
    expect([betaCumulative(0, 2, 3), betaCumulative(1, 2, 3)]).toEqual([0, 1]);
  });
});

describe("betaQuantile", () => {
  test.each(VALUES)("gives %d back, of beta(%d, %d)", (x, a, b, chance) => {
    expect(Math.abs(betaQuantile(chance, a, b) / x - 1)).toBeLessThan(1e-9);
  });

  test("refuses a chance that is none", () => {
    for (const chance of [-0.1, 1.1, Number.NaN])
      expect(() => betaQuantile(chance, 1, 1)).toThrow(RangeError);
  });
});
