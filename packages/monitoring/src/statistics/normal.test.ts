import { describe, expect, test } from "vitest";
import { logNormalUpperTail, normalQuantile, normalUpperTail } from "./normal.js";

/** Computed with 40 digits. */
const UPPER_TAILS = [
  [0.001, 0.49960105778608893],
  [0.5, 0.3085375387259869],
  [1.959963984540054, 0.025000000000000015],
  [2.4999, 0.006211418374944586],
  [2.5, 0.006209665325776135],
  [3, 0.0013498980316300946],
  [5, 2.866515718791939e-7],
  [8, 6.220960574271784e-16],
  [12, 1.776482112077679e-33],
  [20, 2.7536241186062337e-89],
  [37, 5.725571222524577e-300],
] as const;

const QUANTILES = [
  [0.4, 0.2533471031357998],
  [0.0751, 1.43882539275254],
  [0.0749, 1.4402382675279637],
  [0.0025, 2.8070337683438042],
  [1e-5, 4.264890793922825],
  [1.4e-11, 6.656723091518184],
  [1.38e-11, 6.658838502850766],
  [1e-50, 14.933337534788489],
  [1e-300, 37.0470962993612],
] as const;

function relativeError(got: number, expected: number): number {
  return Math.abs(got / expected - 1);
}

describe("normalUpperTail", () => {
  test.each(UPPER_TAILS)("above %d lies %d", (z, tail) => {
    expect(relativeError(normalUpperTail(z), tail)).toBeLessThan(1e-12);
    expect(relativeError(logNormalUpperTail(z), Math.log(tail))).toBeLessThan(1e-12);
  });

  test("is symmetric, and no number of no number", () => {
    expect(normalUpperTail(-1) + normalUpperTail(1)).toBeCloseTo(1, 15);
    expect(normalUpperTail(Number.NaN)).toBeNaN();
  });

  test("has a logarithm where the chance itself is too small for a number", () => {
    expect(relativeError(logNormalUpperTail(100), -5005.524208694205)).toBeLessThan(1e-14);
  });
});

describe("normalQuantile", () => {
  test.each(QUANTILES)("an upper tail of %d begins at %d", (tail, z) => {
    expect(relativeError(normalQuantile(tail), z)).toBeLessThan(1e-13);
  });

  test("is symmetric about zero, and refuses a chance that is none", () => {
    expect(normalQuantile(0.9)).toBeCloseTo(-normalQuantile(0.1), 14);
    for (const tail of [0, 1, -1, Number.NaN]) expect(() => normalQuantile(tail)).toThrow(RangeError);
  });
});
