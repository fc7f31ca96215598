import { assert, double, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { studentTCumulative, studentTQuantile, studentTUpperTail } from "./student-t.js";

/** Computed with 30 digits. */
const UPPER_TAILS = [
  [0.001, 3, 0.49963244748473],
  [0.5, 1.5, 0.34028355533497],
  [1, 1, 0.25],
  [0.7, 0.3, 0.372811544383249],
  [2.5, 4, 0.0333832724059941],
  [5.5, 4.3, 0.00215212087862222],
  [12, 7, 0.00000317915518909255],
  [40, 30, 6.8630225972032e-28],
  [3, 250.5, 0.00148605180925297],
  [2, 1e6, 0.0227502669256596],
  [1e10, 4, 3e-40],
  [1e60, 5, 9.49016724556236e-300],
  [37, 1e5, 5.98731412171233e-298],
] as const;

const QUANTILES = [
  [0.0025, 4, 5.59756836707546],
  [0.0025, 5, 4.77334060485552],
  [0.0025, 7, 4.02933717764248],
  [0.0025, 53, 2.92931768453959],
  [0.0025, 203.5, 2.83796674859595],
  [0.4, 3, 0.27667066233269],
  [0.4999, 10, 0.000256997806604978],
  [0.05, 1, 6.31375151467504],
  [1e-12, 6, 179.753359910792],
  [1e-300, 5, 1.56839255909934e60],
  [1e-10, 1000, 6.42787628313421],
  [0.25, 0.5, 1.55377397403004],
] as const;

function relativeError(got: number, expected: number): number {
  return Math.abs(got - expected) / Math.abs(expected);
}

describe("studentTUpperTail", () => {
  test.each(UPPER_TAILS)("above t = %d with %d degrees of freedom lies %d", (t, degrees, tail) => {
    expect(relativeError(studentTUpperTail(t, degrees), tail)).toBeLessThan(1e-10);
  });

  test("agrees with the closed form of two degrees of freedom", () => {
    for (const t of [0.01, 0.3, 1, 1.9, 4, 50]) {
      const root = Math.sqrt(2 + t * t);
      const closed = 1 / (root * (root + t));
      expect(relativeError(studentTUpperTail(t, 2), closed)).toBeLessThan(1e-12);
    }
  });

  test("has its ends and its middle", () => {
    expect(studentTUpperTail(Infinity, 3)).toBe(0);
    expect(studentTUpperTail(-Infinity, 3)).toBe(1);
    expect(studentTUpperTail(0, 3)).toBe(0.5);
    expect(studentTUpperTail(1e200, 1)).toBeCloseTo(0, 15);
    expect(studentTUpperTail(Number.NaN, 3)).toBeNaN();
  });

  test("refuses degrees of freedom that are none", () => {
    for (const degrees of [0, -1, Number.NaN, Infinity]) {
      expect(() => studentTUpperTail(1, degrees)).toThrow(RangeError);
    }
  });
});

describe("studentTCumulative", () => {
  test("is the rest of the upper tail", () => {
    expect(studentTCumulative(2.5, 4)).toBeCloseTo(1 - 0.0333832724059941, 14);
    expect(studentTCumulative(-2.5, 4)).toBeCloseTo(0.0333832724059941, 14);
  });
});

describe("studentTQuantile", () => {
  test.each(QUANTILES)("an upper tail of %d with %d degrees of freedom begins at %d", (tail, degrees, t) => {
    expect(relativeError(studentTQuantile(tail, degrees), t)).toBeLessThan(1e-10);
  });

  test("is the inverse of the tail, for any degrees of freedom", () => {
    assert(
      property(
        double({ min: -250, max: Math.log10(0.45), noNaN: true }),
        double({ min: 0.5, max: 5_000, noNaN: true }),
        (exponent, degrees) => {
          const tail = 10 ** exponent;
          const t = studentTQuantile(tail, degrees);
          // With few degrees of freedom a far quantile is larger than a number can be.
          if (t > 1e300) return;
          expect(relativeError(studentTUpperTail(t, degrees), tail)).toBeLessThan(1e-9);
        },
      ),
    );
  });

  test("is symmetric about zero", () => {
    expect(studentTQuantile(0.975, 4)).toBe(-studentTQuantile(1 - 0.975, 4));
    expect(studentTQuantile(0.5, 4)).toBe(0);
  });

  test("refuses a chance that is none", () => {
    for (const tail of [0, 1, -0.1, Number.NaN]) expect(() => studentTQuantile(tail, 4)).toThrow(RangeError);
  });
});
