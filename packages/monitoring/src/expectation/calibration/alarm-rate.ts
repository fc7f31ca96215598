import { z } from "zod";
import type { ExpectationSettings } from "../expectation-options.js";

/** Days over which figures are counted for a promise per week, and the rate while there are none yet. */
const DAYS = 28;
const DAYS_A_WEEK = 7;
const USUAL_RATE = 0.0025;
const LARGEST_RATE = 0.05;

/** How odd a figure has to be, on each side, for the promise to hold. */
export interface AlarmRate {
  readonly perSide: number;
  moveTo(day: number): void;
  /** Counts a judged figure. */
  count(day: number): void;
  snapshot(): AlarmRateSnapshot;
}

/** The rate of a day as it is kept, and how many figures were judged on which; nothing for a promise that is a rate. */
export const alarmRateSnapshot = z.object({
  today: z.number().optional(),
  perSide: z.number().gt(0).lt(0.5),
  judged: z.array(z.object({ day: z.number(), figures: z.number() })),
});

export type AlarmRateSnapshot = z.output<typeof alarmRateSnapshot>;

/**
 * The rate of a promise. One per week is shared among the figures of a week: α = alerts / (2 × figures), both sides.
 */
export function createAlarmRate(
  promise: ExpectationSettings["falseAlarms"],
  kept: AlarmRateSnapshot = { perSide: USUAL_RATE, judged: [] },
): AlarmRate {
  if ("perSide" in promise) return createFixedRate(promise.perSide);
  const judged = new Map(kept.judged.map(({ day, figures }) => [day, figures]));
  let { today = Number.NEGATIVE_INFINITY, perSide } = kept;
  const moveTo = (day: number) => {
    if (day <= today) return;
    today = day;
    for (const past of judged.keys()) if (past < day - DAYS) judged.delete(past);
    const figures = [...judged.values()].reduce((sum, count) => sum + count, 0);
    const days = Math.max(1, day - Math.min(day, ...judged.keys()));
    const aWeek = (figures / days) * DAYS_A_WEEK;
    perSide = aWeek === 0 ? USUAL_RATE : Math.min(promise.alertsAWeek / (2 * aWeek), LARGEST_RATE);
  };
  return {
    get perSide() {
      return perSide;
    },
    moveTo,
    count(day) {
      judged.set(day, (judged.get(day) ?? 0) + 1);
    },
    snapshot: () => ({
      today: Number.isFinite(today) ? today : undefined,
      perSide,
      judged: [...judged].map(([day, figures]) => ({ day, figures })),
    }),
  };
}

function createFixedRate(perSide: number): AlarmRate {
  const nothing = () => undefined;
  return {
    perSide,
    moveTo: nothing,
    count: nothing,
    snapshot: () => ({ perSide, judged: [] }),
  };
}
