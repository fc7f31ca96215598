import { describe, expect, test } from "vitest";
import { type CountState, learnCount, meanCount, NO_COUNTS, toCountPredictive } from "./count-model.js";

function after(...counts: readonly number[]): CountState {
  return counts.reduce(learnCount, NO_COUNTS);
}

describe("the model of small counts", () => {
  const usual = after(...Array.from({ length: 60 }, (_, at) => [3, 5, 4, 6, 2][at % 5] ?? 4));

  test("expects the mean of what it saw", () => {
    expect(meanCount(usual)).toBeCloseTo(4, 0);
    expect(toCountPredictive(usual, 60).typical).toBe(meanCount(usual));
  });

  test("is surprised on both sides, more the farther", () => {
    const { surpriseOf } = toCountPredictive(usual, 60);
    expect(Math.abs(surpriseOf(4).score)).toBeLessThan(0.5);
    expect(surpriseOf(12).score).toBeGreaterThan(2);
    expect(surpriseOf(40).score).toBeGreaterThan(surpriseOf(20).score);
    expect(surpriseOf(0).score).toBeLessThan(-1.5);
  });

  test("gives the first count beyond a score", () => {
    const { surpriseOf, valueAt } = toCountPredictive(usual, 60);
    for (const score of [1, 2, 3, 4]) {
      const count = valueAt(score);
      expect(surpriseOf(count).score).toBeGreaterThanOrEqual(score);
      expect(surpriseOf(count - 1).score).toBeLessThan(score);
    }
    expect(valueAt(-8)).toBe(0);
  });

  test("is not moved far by one large count, and follows when they stay", () => {
    expect(meanCount(learnCount(usual, 500))).toBeLessThan(5);
    expect(meanCount(Array.from({ length: 60 }, () => 40).reduce(learnCount, usual))).toBeGreaterThan(25);
  });

  test("begins before anything was counted, and with nothing but zeros", () => {
    expect(Number.isFinite(toCountPredictive(NO_COUNTS, 0).surpriseOf(3).score)).toBe(true);
    const zeros = toCountPredictive(after(...Array.from({ length: 50 }, () => 0)), 50);
    expect(zeros.surpriseOf(5).score).toBeGreaterThan(zeros.surpriseOf(1).score);
  });
});
