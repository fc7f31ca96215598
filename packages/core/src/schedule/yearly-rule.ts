import { daysInMonth, toCalendarDate, toDayNumber, weekdayOf } from "./calendar-day.js";

const WEEKDAY_CODES = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const READ = new Set(["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"]);

/** The last year that a calendar day may lie in. */
const LAST_YEAR = 9999;

/** A recurrence rule of iCalendar that repeats by the year, as public holidays do. */
export interface YearlyRule {
  readonly interval: number;
  readonly count: number;
  /** The last day, by its number; infinite when the rule has no end. */
  readonly untilDay: number;
  readonly months: readonly number[];
  /** Days of the month, negative from its end; empty for any. */
  readonly monthDays: readonly number[];
  /** Weekdays, with their place in the month (negative from its end) or 0 for any; empty for any. */
  readonly weekdays: readonly { readonly weekday: number; readonly place: number }[];
}

/**
 * Reads an RRULE (RFC 5545 §3.3.10) that begins on a day. Gives a sentence instead when it is not simply yearly.
 */
export function parseYearlyRule(text: string, startDay: number): YearlyRule | string {
  const parts = new Map(
    text
      .toUpperCase()
      .split(";")
      .map((part) => {
        const [name = "", value = ""] = part.split("=");
        return [name, value] as const;
      }),
  );
  const numbers = (name: string) => (parts.get(name)?.split(",") ?? []).map(Number);
  const weekdays = (parts.get("BYDAY")?.split(",") ?? []).map(toPlacedWeekday);
  const start = toCalendarDate(startDay);
  const [interval = 1] = numbers("INTERVAL");
  const [count = Number.POSITIVE_INFINITY] = numbers("COUNT");
  const months = parts.has("BYMONTH") ? numbers("BYMONTH") : [start.month];
  const monthDays = numbers("BYMONTHDAY");
  const untilDay = untilOf(parts.get("UNTIL"));
  const isSimple =
    parts.get("FREQ") === "YEARLY" &&
    [...parts.keys()].every((name) => READ.has(name)) &&
    // Without a month, RFC 5545 counts the weekdays of BYDAY through the year, and the days of BYMONTHDAY in each.
    (parts.has("BYMONTH") || (weekdays.length === 0 && monthDays.length === 0));
  const isReadable =
    [interval, ...months].every((value) => Number.isInteger(value) && value > 0) &&
    months.every((month) => month <= 12) &&
    count > 0 &&
    monthDays.every((day) => Number.isInteger(day) && day !== 0) &&
    weekdays.every(({ weekday, place }) => weekday >= 0 && Number.isInteger(place)) &&
    !Number.isNaN(untilDay);
  if (!isSimple || !isReadable) return `the recurrence ${text} is not one that repeats simply by the year`;
  const byDate = monthDays.length === 0 && weekdays.length === 0;
  return { interval, count, untilDay, months, weekdays, monthDays: byDate ? [start.day] : monthDays };
}

/** The days of a rule that begins on `startDay`, in order; the 29th of February only in leap years. */
export function* yearlyDays(rule: YearlyRule, startDay: number): Generator<number> {
  let left = rule.count;
  const months = [...new Set(rule.months)].sort((a, b) => a - b);
  for (let { year } = toCalendarDate(startDay); year <= LAST_YEAR; year += rule.interval) {
    for (const month of months) {
      const length = daysInMonth({ year, month });
      for (let date = 1; date <= length; date += 1) {
        const day = toDayNumber(year, month, date);
        if (day > rule.untilDay || left === 0) return;
        if (day < startDay || !matches(rule, { date, length, weekday: weekdayOf(day) })) continue;
        left -= 1;
        yield day;
      }
    }
  }
}

function matches(
  { monthDays, weekdays }: YearlyRule,
  { date, length, weekday }: { readonly date: number; readonly length: number; readonly weekday: number },
): boolean {
  const place = Math.ceil(date / 7);
  const placeFromEnd = -Math.ceil((length - date + 1) / 7);
  return (
    (monthDays.length === 0 || monthDays.includes(date) || monthDays.includes(date - length - 1)) &&
    (weekdays.length === 0 ||
      weekdays.some((each) => each.weekday === weekday && [0, place, placeFromEnd].includes(each.place)))
  );
}

function toPlacedWeekday(text: string): { readonly weekday: number; readonly place: number } {
  const [, place, code = ""] = /^([+-]?\d+)?([A-Z]{2})$/.exec(text) ?? [];
  return { weekday: WEEKDAY_CODES.indexOf(code), place: Number(place ?? 0) };
}

function untilOf(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(text) ?? [];
  return toDayNumber(Number(year), Number(month), Number(day));
}
