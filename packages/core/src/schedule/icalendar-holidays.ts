import { SpmError } from "../spm-error.js";
import type { Holiday } from "./business-calendar.js";
import { findDayNumber, formatDate } from "./calendar-day.js";
import { type ICalendarEvent, readICalendarEvents, unescapeText } from "./icalendar-event.js";
import { parseYearlyRule, yearlyDays } from "./yearly-rule.js";

/** Which years of holidays are wanted, both included. Yearly holidays have no end of their own. */
export interface HolidayYears {
  readonly firstYear: number;
  readonly lastYear: number;
}

/** A holiday that lasts longer is a mistake in the calendar. */
const LONGEST_HOLIDAY_DAYS = 366;

/**
 * Reads the holidays of an iCalendar text: events of whole days, of one day or several, once or yearly.
 *
 * Yearly rules may name months, days of the month and weekdays (`BYMONTH=11;BYDAY=4TH`); exceptions (`EXDATE`) are
 * left out, cancelled events too. Nothing is passed over in silence: an event with a time of day or with another
 * recurrence is a problem, since a holiday that is lost makes a schedule wrong.
 *
 * @returns the holidays by date, one a date, ready for `holidays` of {@link defineBusinessCalendar}.
 * @throws SpmError `config.invalid` with every event that cannot be read.
 */
export function parseHolidays(text: string, { firstYear, lastYear }: HolidayYears): readonly Holiday[] {
  const issues: string[] = [];
  const titles = new Map<string, string>();
  const events = readICalendarEvents(text).filter((event) => event.find("STATUS")?.value !== "CANCELLED");
  if (events.length === 0) issues.push("the text holds no event");
  for (const event of events) {
    const title = unescapeText(event.find("SUMMARY")?.value ?? "") || "Holiday";
    const found = datesOf(event, lastYear);
    if (typeof found === "string") issues.push(`event ${event.number} (${title}): ${found}`);
    else for (const date of found) titles.set(date, titles.get(date) ?? title);
  }
  if (issues.length > 0) {
    throw new SpmError("config.invalid", `The holidays cannot be read:\n  ${issues.join("\n  ")}`, {
      issues,
    });
  }
  return [...titles]
    .filter(([date]) => Number(date.slice(0, 4)) >= firstYear && Number(date.slice(0, 4)) <= lastYear)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, title]) => ({ date, title }));
}

/** The dates of an event up to a year, or what is wrong with it. */
function datesOf(event: ICalendarEvent, lastYear: number): readonly string[] | string {
  const startDay = dayOfValue(event.find("DTSTART")?.value);
  const length = lengthOf(event, startDay);
  if (startDay === undefined || length === undefined) return "it is no event of whole days";
  if (length > LONGEST_HOLIDAY_DAYS) return `it lasts ${length} days`;
  if (event.find("RDATE") ?? event.find("RECURRENCE-ID")) return "it has dates beyond its rule";
  const excepted = event.all("EXDATE").flatMap(({ value }) => value.split(",").map(dayOfValue));
  const ruleText = event.find("RRULE")?.value;
  const rule = ruleText === undefined ? undefined : parseYearlyRule(ruleText, startDay);
  if (typeof rule === "string") return rule;
  const dates: string[] = [];
  for (const day of rule === undefined ? [startDay] : yearlyDays(rule, startDay)) {
    if (Number(formatDate(day).slice(0, 4)) > lastYear) break;
    if (excepted.includes(day)) continue;
    for (let index = 0; index < length; index += 1) dates.push(formatDate(day + index));
  }
  return dates;
}

/** Whole days of an event; its end is the day after the last (RFC 5545 §3.6.1). */
function lengthOf(event: ICalendarEvent, startDay = Number.NaN): number | undefined {
  const [, count, unit] = /^P(\d+)([DW])$/.exec(event.find("DURATION")?.value ?? "P1D") ?? [];
  const end = event.find("DTEND");
  const length =
    end === undefined
      ? Number(count) * (unit === "W" ? 7 : 1)
      : (dayOfValue(end.value) ?? Number.NaN) - startDay;
  return length >= 1 ? length : undefined;
}

function dayOfValue(value: string | undefined): number | undefined {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(value ?? "") ?? [];
  return findDayNumber(`${year}-${month}-${day}`);
}
