import { describe, expect, test } from "vitest";
import { DAY_MS } from "./calendar-day.js";
import { type OracleChange, oracleChanges, oracleInstants, ZONES } from "./oracle-fixture.js";
import { defineSchedule, type Schedule } from "./schedule.js";
import { slotsBetween } from "./slots.js";

const MINUTE_MS = 60_000;
const ORACLE_TIMEOUT_MS = 300_000;

const GAPS = ["next-valid", "same-offset", "skip"] as const;
const OVERLAPS = ["first", "second", "both"] as const;

interface Policy {
  readonly gap?: (typeof GAPS)[number];
  readonly overlap?: (typeof OVERLAPS)[number];
}

/** A daily schedule at the minute in the middle of what a change leaves out or repeats: 02:30 where clocks move at 2. */
function timeInside({ atMs, offsetBeforeMs, offsetAfterMs }: OracleChange): number {
  const middle = atMs + (offsetBeforeMs + offsetAfterMs) / 2;
  return Math.floor(middle / MINUTE_MS) * MINUTE_MS;
}

function daily(localMs: number, zone: string, policy: Policy): Schedule {
  const time = new Date(localMs);
  const cron = `${time.getUTCMinutes()} ${time.getUTCHours()} * * *`;
  return defineSchedule({ id: "daily", rule: { cron }, zone, ...policy });
}

/** The instants that are due from a day before the change to a day after it, as the oracle sees them. */
function expectedInstants(
  localMs: number,
  zone: string,
  change: OracleChange,
  { gap, overlap }: Policy,
): number[] {
  const instants = [-2, -1, 0, 1, 2].flatMap((days) => {
    const [earlierMs, laterMs] = oracleInstants(localMs + days * DAY_MS, zone);
    if (earlierMs === laterMs) return [earlierMs];
    if (change.offsetAfterMs > change.offsetBeforeMs) {
      return gap === "skip" ? [] : [gap === "same-offset" ? laterMs : change.atMs];
    }
    return overlap === "both" ? [earlierMs, laterMs] : [overlap === "second" ? laterMs : earlierMs];
  });
  return instants.filter(
    (instantMs) => instantMs >= change.atMs - DAY_MS && instantMs < change.atMs + DAY_MS,
  );
}

describe("a daily slot at the change of clocks", () => {
  const policies: readonly Policy[] = [
    ...GAPS.map((gap) => ({ gap })),
    ...OVERLAPS.map((overlap) => ({ overlap })),
  ];

  test.each(policies)(
    "falls where the oracle puts it at each change of every zone under %o",
    { timeout: ORACLE_TIMEOUT_MS },
    (policy) => {
      const schedules = new Map<string, Schedule>();
      const wrong: unknown[] = [];
      let compared = 0;
      for (const zone of ZONES) {
        for (const change of oracleChanges(zone)) {
          const isGap = change.offsetAfterMs > change.offsetBeforeMs;
          if (isGap !== (policy.gap !== undefined)) continue;
          const localMs = timeInside(change);
          const key = `${zone} ${localMs % DAY_MS}`;
          const schedule = schedules.get(key) ?? daily(localMs, zone, policy);
          schedules.set(key, schedule);
          const period = { fromMs: change.atMs - DAY_MS, toMs: change.atMs + DAY_MS };
          const due = [...slotsBetween(schedule, period)].filter(({ skippedBy }) => skippedBy === undefined);
          const got = due.map(({ instantMs }) => instantMs);
          const want = expectedInstants(localMs, zone, change, policy);
          compared += 1;
          if (got.join() !== want.join()) wrong.push({ zone, localMs, got, want });
        }
      }
      expect(wrong).toEqual([]);
      expect(compared).toBeGreaterThan(2_000);
    },
  );
});
