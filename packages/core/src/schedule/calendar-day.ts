/** Milliseconds of a day of 24 hours. Local times are counted in such days, whatever the clocks do. */
export const DAY_MS = 86_400_000;

/** After this many days the calendar repeats, weekdays included: 400 years, which are 20,871 weeks. */
export const GREGORIAN_CYCLE_DAYS = 146_097;

/** Weekdays by their number: Sunday is 0. */
export const WEEKDAYS = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
] as const;

/** A date by its parts; January is 1. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The number of a date: days since 1970-01-01. A month outside 1 to 12 leads into the years around. */
export function toDayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

export function toCalendarDate(dayNumber: number): CalendarDate {
  const date = new Date(dayNumber * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(dayNumber: number): number {
  return (((dayNumber + 4) % 7) + 7) % 7;
}

export function daysInMonth({ year, month }: Pick<CalendarDate, "year" | "month">): number {
  return toDayNumber(year, month + 1, 1) - toDayNumber(year, month, 1);
}

/** The number of the day on which a local time lies. */
export function dayOf(localMs: number): number {
  return Math.floor(localMs / DAY_MS);
}

/** The number of a date such as `2026-03-08`; nothing when there is no such day. */
export function findDayNumber(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const dayNumber = Date.parse(`${date}T00:00Z`) / DAY_MS;
  return formatsAs(dayNumber, date) ? dayNumber : undefined;
}

/** @throws RangeError when there is no such day. */
export function parseDate(date: string): number {
  const dayNumber = findDayNumber(date);
  if (dayNumber === undefined) throw new RangeError(`${date} is no date; write it as 2026-03-08`);
  return dayNumber;
}

export function formatDate(dayNumber: number): string {
  return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
}

function formatsAs(dayNumber: number, date: string): boolean {
  return !Number.isNaN(dayNumber) && formatDate(dayNumber) === date;
}
