import { describe, expect, test } from "vitest";
import { binomialInterval } from "./binomial-interval.js";

describe("binomialInterval", () => {
  test.each([
    [0, 10, 0, 0.3084971078187607],
    [5, 1000, 0.00162541951756276, 0.011629470559812147],
    [44, 10000, 0.003198812496511509, 0.00590234201482505],
    [10, 10, 0.6915028921812392, 1],
  ])("of %d in %d is %d to %d", (count, trials, low, high) => {
    const interval = binomialInterval(count, trials);
    expect(interval.low).toBeCloseTo(low, 11);
    expect(interval.high).toBeCloseTo(high, 11);
  });

  test("says nothing without trials", () => {
    expect(binomialInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  test("refuses more counts than trials, and a confidence that is none", () => {
    expect(() => binomialInterval(3, 2)).toThrow(RangeError);
    expect(() => binomialInterval(1, 2, 1)).toThrow(RangeError);
  });
});
