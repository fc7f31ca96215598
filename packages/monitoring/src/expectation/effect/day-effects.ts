import type { BusinessCalendar } from "@spm-ops/core";
import type { Effect } from "./effect.js";

/** The period at whose end the work of a business piles up. */
export type ClosingPeriod = "month" | "fiscal-period";

export interface BusinessDays {
  readonly calendar: BusinessCalendar;
  readonly closing: ClosingPeriod;
}

/** Weekdays but the last, which has what the others leave: the effects of a week sum to nothing. */
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const SUNDAY = 6;

/**
 * Working days around the end of a period: 0 is the last one, 1 the first of the next period. A day more on either side
 * than most closings take, so that one that a calendar has a day off is still inside.
 */
const CLOSING = [
  [-4, "fifth-last working day of the period"],
  [-3, "fourth-last working day of the period"],
  [-2, "third-last working day of the period"],
  [-1, "last working day but one of the period"],
  [0, "last working day of the period"],
  [1, "first working day of the period"],
  [2, "second working day of the period"],
] as const;

/** What a day can be, in the order of the amounts that {@link createDayEffects} gives. */
export const DAY_EFFECTS: readonly Effect[] = [
  ...WEEKDAYS.map((title) => ({ family: "weekday" as const, title })),
  ...CLOSING.map(([, title]) => ({ family: "month-end" as const, title })),
  { family: "quarter-end", title: "end of the quarter" },
  { family: "holiday", title: "holiday" },
  { family: "holiday", title: "working day after a holiday" },
];

/** Kinds of days of which runs are alike: days around the end of a period by their place, others by their weekday. */
export const KINDS_OF_DAYS = 7 + CLOSING.length;

export interface DayEffects {
  /** How much of each of {@link DAY_EFFECTS} the day has. */
  readonly amounts: readonly number[];
  readonly isMonthEnd: boolean;
  /** Below {@link KINDS_OF_DAYS}. */
  readonly kindOfDay: number;
}

/** Says what a date is. The function throws RangeError for a text that is no date. */
export function createDayEffects(days: BusinessDays): (date: string) => DayEffects {
  return (date) => {
    const weekday = (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7;
    if (Number.isNaN(weekday)) throw new RangeError(`${date} is no date; write it as 2026-03-08`);
    const worked = days.calendar.roll(date, "previous");
    const offset = findClosingOffset(days, worked);
    return {
      amounts: [
        ...WEEKDAYS.map((_, at) => (weekday === SUNDAY ? -1 : Number(at === weekday))),
        ...CLOSING.map(([closing]) => Number(closing === offset)),
        offset !== undefined && isQuarterEnd(days, worked, offset) ? quarterAmount(offset) : 0,
        Number(isHoliday(days, date)),
        Number(isAfterHoliday(days, date)),
      ],
      isMonthEnd: offset !== undefined,
      kindOfDay: offset === undefined ? weekday : 7 + CLOSING.findIndex(([closing]) => closing === offset),
    };
  };
}

/** Working days from the last one of the period. A day off counts with the working day before it. */
function findClosingOffset({ calendar, closing }: BusinessDays, worked: string): number | undefined {
  return CLOSING.map(([offset]) => offset).find((offset) => {
    const nth = offset > 0 ? offset : offset - 1;
    return nthWorkingDay(calendar, worked, closing, nth) === worked;
  });
}

/** Before the first fiscal year of a calendar there are no fiscal periods, and so no ends of them. */
function nthWorkingDay(
  calendar: BusinessCalendar,
  date: string,
  closing: ClosingPeriod,
  nth: number,
): string | undefined {
  try {
    return calendar.nthWorkingDay(date, closing, nth);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What a quarter adds is most on its last day and less on each day away from it: half of it two days off. */
function quarterAmount(offset: number): number {
  return 2 / (2 + Math.abs(offset));
}

function isQuarterEnd({ calendar, closing }: BusinessDays, worked: string, offset: number): boolean {
  const inside = offset > 0 ? calendar.addWorkingDays(worked, -offset) : worked;
  const quarter = closing === "month" ? "quarter" : "fiscal-quarter";
  try {
    return calendar.period(inside, quarter).last === calendar.period(inside, closing).last;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function isHoliday({ calendar }: BusinessDays, date: string): boolean {
  return calendar.document.holidays.some((holiday) => holiday.date === date);
}

function isAfterHoliday({ calendar }: BusinessDays, date: string): boolean {
  if (!calendar.isWorkingDay(date)) return false;
  const before = calendar.addWorkingDays(date, -1);
  return calendar.document.holidays.some((holiday) => holiday.date > before && holiday.date < date);
}
