import { describe, expect, test } from "vitest";
import { normalQuantile } from "../../statistics/normal.js";
import { createSeededRandom } from "../../statistics/seeded-random.js";
import { createExpectations } from "../expectations.js";
import type { Predictive } from "../model/predictive.js";
import { toChainEnd } from "./chain-end.js";
import { toRemainingTime } from "./remaining-time.js";

const MINUTE_MS = 60_000;

/** What is expected after many runs of about so many minutes. */
function expectMinutes(minutes: number): Predictive {
  const name = { subject: `step of ${minutes}`, measure: "durationMs", date: "2026-03-18" };
  const expectations = createExpectations();
  const random = createSeededRandom(2);
  for (let run = 0; run < 200; run += 1) {
    const value = minutes * MINUTE_MS * Math.exp(0.2 * normalQuantile(random.uniform()));
    expectations.take({ ...name, runId: String(run), value });
  }
  return expectations.expect(name)?.predictive ?? expect.fail("nothing was expected");
}

describe("toRemainingTime", () => {
  const predictive = expectMinutes(30);

  test("at the beginning it is the expectation itself", () => {
    const { likelyMs, chanceToLastSoLong, chanceDoneBy } = toRemainingTime(predictive, 0);
    expect(likelyMs / MINUTE_MS).toBeCloseTo(predictive.typical / MINUTE_MS, 1);
    expect(chanceToLastSoLong).toBeCloseTo(1, 10);
    expect(chanceDoneBy(predictive.typical)).toBeCloseTo(0.5, 2);
  });

  test("the longer it lasts the later it ends, and it is never done before now", () => {
    const ends = [0, 20, 30, 40, 60, 600].map(
      (minutes) => toRemainingTime(predictive, minutes * MINUTE_MS).likelyMs,
    );
    expect(ends).toEqual([...ends].sort((one, other) => one - other));
    const late = toRemainingTime(predictive, 60 * MINUTE_MS);
    expect(late.likelyMs).toBeGreaterThan(60 * MINUTE_MS);
    expect(late.chanceDoneBy(59 * MINUTE_MS)).toBe(0);
    expect(late.chanceToLastSoLong).toBeLessThan(0.01);
  });

  test("the chance to be done grows to 1", () => {
    const { chanceDoneBy } = toRemainingTime(predictive, 25 * MINUTE_MS);
    const chances = [25, 26, 30, 40, 80, 10_000].map((minutes) => chanceDoneBy(minutes * MINUTE_MS));
    expect(chances).toEqual([...chances].sort((one, other) => one - other));
    expect(chances.at(-1)).toBeCloseTo(1, 6);
  });
});

describe("toChainEnd", () => {
  const [short, long] = [expectMinutes(10), expectMinutes(30)];

  test("adds up what the steps take", () => {
    const end = toChainEnd([{ predictive: short }, { predictive: long }]);
    expect(end.likelyMs / MINUTE_MS).toBeGreaterThan(38);
    expect(end.likelyMs / MINUTE_MS).toBeLessThan(43);
    expect(end.chanceDoneIn(end.likelyMs)).toBeCloseTo(0.5, 2);
    expect(end.between.lowMs).toBeLessThan(end.likelyMs);
    expect(end.chanceDoneIn(end.between.highMs)).toBeCloseTo(0.95, 2);
  });

  test("counts what has run already, and what runs longer than usual ends later", () => {
    const fresh = toChainEnd([{ predictive: long }]);
    const begun = toChainEnd([{ predictive: long, elapsedMs: 20 * MINUTE_MS }]);
    const overdue = toChainEnd([{ predictive: long, elapsedMs: 70 * MINUTE_MS }]);
    expect(begun.likelyMs).toBeLessThan(fresh.likelyMs - 15 * MINUTE_MS);
    expect(overdue.likelyMs).toBeGreaterThan(0);
  });

  test("says the same whenever it is asked, and an empty chain is done", () => {
    expect(toChainEnd([{ predictive: short }]).likelyMs).toBe(toChainEnd([{ predictive: short }]).likelyMs);
    expect(toChainEnd([]).chanceDoneIn(0)).toBe(1);
  });
});
