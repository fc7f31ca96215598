import { weekdayOf } from "./calendar-day.js";
import type { DayPeriod } from "./fiscal-calendar.js";

/** Which days are worked. Days are counted from 1970-01-01. */
export interface WorkingDays {
  /** Weekdays that are worked unless they are a holiday; Sunday is 0. Never empty. */
  readonly weekdays: ReadonlySet<number>;
  /** Finitely many, so that every search for a working day ends. */
  readonly holidays: ReadonlySet<number>;
}

/** What becomes of a day that is no working day. */
export type RollRule = "none" | "next" | "previous";

export function isWorking({ weekdays, holidays }: WorkingDays, day: number): boolean {
  return weekdays.has(weekdayOf(day)) && !holidays.has(day);
}

/** The day itself when it is worked or the rule is `none`, else the nearest working day after or before it. */
export function rollDay(working: WorkingDays, day: number, rule: RollRule): number {
  if (rule === "none") return day;
  let rolled = day;
  while (!isWorking(working, rolled)) rolled += rule === "next" ? 1 : -1;
  return rolled;
}

/** The day `count` working days after a day, or before it when negative. The day itself is not counted. */
export function addWorking(working: WorkingDays, day: number, count: number): number {
  const step = Math.sign(count);
  let reached = day;
  for (let left = Math.abs(count); left > 0; left -= 1) {
    reached = rollDay(working, reached + step, step > 0 ? "next" : "previous");
  }
  return reached;
}

/** The n-th working day of a period, from its end when negative; nothing when it has fewer. */
export function nthWorking(working: WorkingDays, period: DayPeriod, n: number): number | undefined {
  const outside = n > 0 ? period.firstDay - 1 : period.endDay;
  const day = addWorking(working, outside, n);
  return day >= period.firstDay && day < period.endDay ? day : undefined;
}
