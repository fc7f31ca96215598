import { describe, expect, test } from "vitest";
import { expectInterval } from "./log-t-interval.js";
import { setAnomaliesAside } from "./past-anomalies.js";

const prior = { priorRuns: 4, priorSpread: 0.25 };
const steady = [100, 104, 98, 101, 97, 103, 100, 99, 102, 100];

function setAside(figures: readonly number[]): number {
  return setAnomaliesAside(figures.map(Math.log), prior).anomalies;
}

describe("setAnomaliesAside", () => {
  test("sets a run aside that took five times as long, or a fifth", () => {
    expect(setAside([...steady, 500, 101])).toBe(1);
    expect(setAside([...steady, 20, 101])).toBe(1);
  });

  test("sets several aside, which together would hide one another from a plain deviation", () => {
    expect(setAside([500, ...steady, 480, 101])).toBe(2);
  });

  test("keeps runs that are merely unusual", () => {
    expect(setAside([...steady, 250, 101])).toBe(0);
  });

  test("keeps both of two runs, because neither is the odd one", () => {
    expect(setAside([100, 5_000])).toBe(0);
  });

  test("learns a new level once the newest three runs agree on it", () => {
    expect(setAside([...steady, 500, 510])).toBe(2);
    expect(setAside([...steady, 500, 510, 490])).toBe(0);
    expect(setAside([...steady, 20, 21, 19])).toBe(0);
    expect(setAside([...steady, 500, 20, 490])).toBe(3);
  });

  test("keeps a noisy operation's whole history", () => {
    expect(setAside([100, 300, 40, 900, 120, 15, 250, 60])).toBe(0);
  });
});

describe("expectInterval with a past anomaly", () => {
  test("still notices the next one", () => {
    const clean = expectInterval(steady)?.interval;
    const marred = expectInterval([...steady.slice(0, 5), 1_000, ...steady.slice(5)]);
    expect(marred).toMatchObject({ runs: 10, anomalies: 1 });
    expect(marred?.interval).toEqual(clean);
  });
});
