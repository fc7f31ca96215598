import { parseOptions } from "../parse-options.js";
import { SpmError } from "../spm-error.js";
import type { BusinessCalendar } from "./business-calendar.js";
import { parseDate } from "./calendar-day.js";
import { compileCron } from "./cron.js";
import { type DaysBetween, type DueDay, dueDays, isEverDue } from "./due-days.js";
import { type ScheduleDeclaration, type ScheduleDocument, scheduleDocument } from "./schedule-document.js";
import type { ScheduleRule } from "./schedule-rule.js";

const MINUTE_MS = 60_000;

/** When something is due: a declared rule, checked and ready to calculate with. */
export interface Schedule {
  readonly id: string;
  readonly document: ScheduleDocument;
  /** The calendar that the document names. */
  readonly calendar: BusinessCalendar | undefined;
  /** The days of the schedule, counted from 1970-01-01. */
  readonly days: DaysBetween<DueDay>;
  /** The times of each such day, as milliseconds since its midnight, rising. */
  readonly timesOfDayMs: readonly number[];
}

/** What a schedule needs to know beyond its own declaration. */
export interface ScheduleSurroundings {
  /** The calendars that the schedule may name. */
  readonly calendars?: readonly BusinessCalendar[] | undefined;
}

/**
 * Declares a schedule.
 *
 * @throws SpmError `config.invalid` with everything that is wrong, each with its path: an unknown zone or calendar, a
 * cron expression that cannot be read, and a rule that can never be due, such as the 30th of February.
 * @example
 * const nightly = defineSchedule({ id: "nightly", rule: { cron: "0 22 * * *" }, zone: "America/New_York" });
 */
export function defineSchedule(
  declaration: ScheduleDeclaration,
  { calendars = [] }: ScheduleSurroundings = {},
): Schedule {
  const document = parseOptions(scheduleDocument(calendars), declaration, "the schedule");
  const calendar = calendars.find(({ id }) => id === document.calendar);
  const days = dueDays(document, calendar);
  const firstDay = parseDate(document.from ?? calendar?.document.fiscal?.firstDay ?? "1970-01-01");
  if (!isEverDue(days, firstDay)) {
    const issues = ["rule: can never be due"];
    throw new SpmError("config.invalid", `The schedule ${document.id} can never be due.`, { issues });
  }
  return Object.freeze({
    id: document.id,
    document,
    calendar,
    days,
    timesOfDayMs: timesOfDay(document.rule),
  });
}

function timesOfDay(rule: ScheduleRule): readonly number[] {
  if (!("cron" in rule)) {
    const [hours = 0, minutes = 0] = rule.at.split(":").map(Number);
    return [(hours * 60 + minutes) * MINUTE_MS];
  }
  const { hours, minutes } = compileCron(rule.cron);
  return hours.flatMap((hour) => minutes.map((minute) => (hour * 60 + minute) * MINUTE_MS));
}
