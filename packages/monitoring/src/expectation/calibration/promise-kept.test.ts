import { describe, expect, test } from "vitest";
import { createAlarmRate } from "./alarm-rate.js";
import { createPromiseLedger } from "./promise-kept.js";

describe("createPromiseLedger", () => {
  test("puts what was told and not confirmed beside what was promised", () => {
    const ledger = createPromiseLedger();
    for (let at = 0; at < 1_000; at += 1) ledger.judged(at % 30, 0.0025, at < 6);
    ledger.confirm(0, 1);
    const report = ledger.report();
    expect(report).toMatchObject({ judged: 1_000, told: 6, real: 1, realised: 0.005 });
    expect(report.promised).toBeCloseTo(0.005, 12);
    expect(report.interval.low).toBeLessThan(0.005);
    expect(report.interval.high).toBeGreaterThan(0.01);
  });

  test("forgets what is older than 90 days", () => {
    const ledger = createPromiseLedger();
    ledger.judged(1, 0.0025, true);
    ledger.judged(100, 0.0025, false);
    expect(ledger.report()).toMatchObject({ judged: 1, told: 0 });
  });

  test("says nothing before anything was judged", () => {
    expect(createPromiseLedger().report()).toEqual({
      ...{ promised: 0, judged: 0, told: 0, real: 0, realised: 0 },
      interval: { low: 0, high: 1 },
    });
  });
});

describe("createAlarmRate", () => {
  test("shares the alerts of a week among its figures", () => {
    const rate = createAlarmRate({ alertsAWeek: 3 });
    for (let day = 0; day < 28; day += 1) {
      rate.moveTo(day);
      for (let figure = 0; figure < 900; figure += 1) rate.count(day);
    }
    rate.moveTo(28);
    expect(rate.perSide).toBeCloseTo(3 / (2 * 6_300), 5);
  });

  test("begins with one in 400 on each side, and is never above one in 20", () => {
    const rate = createAlarmRate({ alertsAWeek: 100 });
    expect(rate.perSide).toBe(0.0025);
    rate.count(0);
    rate.moveTo(7);
    expect(rate.perSide).toBe(0.05);
  });
});
