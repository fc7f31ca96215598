import { describe, expect, test } from "vitest";
import {
  negativeBinomialChance,
  negativeBinomialLowerTail,
  negativeBinomialUpperTail,
} from "./negative-binomial.js";

/** Count, mean, shape, chance of it, of more, of fewer; computed with 40 digits. */
const VALUES = [
  [0, 3, 2, 0.16, 0.84, 0],
  [7, 3, 2, 0.035831808, 0.070543872, 0.89362432],
  [30, 3, 2, 0.0000010965266418148374, 0.0000017774343145546961, 0.9999971260390437],
  [5, 20, 10, 0.004464730310120485, 0.9914957285596736, 0.004039541130205946],
  [120, 20, 10, 2.5670202218593657e-13, 6.448794127576898e-13, 0.9999999999990984],
  [3, 0.1, 0.5, 0.0013207044692929353, 0.00022671674524800373, 0.998452578785459],
] as const;

describe("the negative binomial distribution", () => {
  test.each(VALUES)("of %d with mean %d and shape %d", (...values) => {
    const [count, mean, shape, exactly, more, fewer] = values;
    const distribution = { mean, shape };
    expect(Math.abs(negativeBinomialChance(count, distribution) / exactly - 1)).toBeLessThan(1e-10);
    expect(Math.abs(negativeBinomialUpperTail(count, distribution) / more - 1)).toBeLessThan(1e-10);
    expect(Math.abs(negativeBinomialLowerTail(count, distribution) - fewer)).toBeLessThan(
      1e-10 * (fewer || 1),
    );
  });

  test("of nothing is nothing", () => {
    const nothing = { mean: 0, shape: 1 };
    expect(negativeBinomialChance(0, nothing)).toBe(1);
    expect(negativeBinomialUpperTail(0, nothing)).toBe(0);
    expect(negativeBinomialLowerTail(1, nothing)).toBe(1);
  });
});
