import type { BusinessCalendar } from "./business-calendar.js";
import { GREGORIAN_CYCLE_DAYS, parseDate } from "./calendar-day.js";
import { periodsFrom } from "./calendar-period.js";
import { compileCron, cronDays } from "./cron.js";
import type { ScheduleDocument } from "./schedule-document.js";
import type { ScheduleRule } from "./schedule-rule.js";
import { isWorking, nthWorking, rollDay, type WorkingDays } from "./working-days.js";

/** A day that the rule names, and the day that the calendar makes of it. */
export interface DueDay {
  readonly ruledDay: number;
  readonly day: number;
  /** Whether the rule passes the day over because it is no working day. */
  readonly isSkipped: boolean;
}

/** Days from `fromDay` on and before `toDay`, in order. */
export type DaysBetween<Day> = (fromDay: number, toDay: number) => Iterable<Day>;

/** The days of a schedule, in order of the day they fall on and then of the day that the rule named. */
export function dueDays(
  document: ScheduleDocument,
  calendar: BusinessCalendar | undefined,
): DaysBetween<DueDay> {
  const ruled = withinDates(ruledDays(document.rule, calendar), document);
  const { roll } = document;
  if (calendar === undefined || roll === "none") {
    return function* (fromDay, toDay) {
      for (const day of ruled(fromDay, toDay)) yield { ruledDay: day, day, isSkipped: false };
    };
  }
  const { working } = calendar;
  if (roll === "skip") {
    return function* (fromDay, toDay) {
      for (const day of ruled(fromDay, toDay)) {
        yield { ruledDay: day, day, isSkipped: !isWorking(working, day) };
      }
    };
  }
  return rolledDays(ruled, working, roll);
}

/** The first day of a schedule from `fromDay` on, skipped or not. */
export function firstDueDay(days: DaysBetween<DueDay>, fromDay: number): DueDay | undefined {
  for (const due of days(fromDay, fromDay + GREGORIAN_CYCLE_DAYS)) return due;
  return undefined;
}

/** Whether any day from `fromDay` on is due. The calendar repeats, so 400 years tell. */
export function isEverDue(days: DaysBetween<DueDay>, fromDay: number): boolean {
  for (const due of days(fromDay, fromDay + GREGORIAN_CYCLE_DAYS)) {
    if (!due.isSkipped) return true;
  }
  return false;
}

function rolledDays(
  ruled: DaysBetween<number>,
  working: WorkingDays,
  roll: "next" | "previous",
): DaysBetween<DueDay> {
  return function* (fromDay, toDay) {
    // Days outside may roll into these: at most the unbroken holidays just before them, or just after.
    const firstRuled = roll === "next" ? rollDay(working, fromDay - 1, "previous") + 1 : fromDay;
    const endRuled = roll === "next" ? toDay : rollDay(working, toDay, "next");
    for (const ruledDay of ruled(firstRuled, endRuled)) {
      const day = rollDay(working, ruledDay, roll);
      if (day >= fromDay && day < toDay) yield { ruledDay, day, isSkipped: false };
    }
  };
}

/** The days that a rule names by itself. */
function ruledDays(rule: ScheduleRule, calendar: BusinessCalendar | undefined): DaysBetween<number> {
  if ("cron" in rule) {
    const cron = compileCron(rule.cron);
    return (fromDay, toDay) => cronDays(cron, fromDay, toDay);
  }
  const kind = "workingDay" in rule ? rule.of : rule.endOf;
  return function* (fromDay, toDay) {
    for (const period of periodsFrom(kind, fromDay, calendar?.document.fiscal)) {
      if (period.firstDay >= toDay) return;
      const day =
        "daysBefore" in rule
          ? period.endDay - 1 - rule.daysBefore
          : calendar && nthWorking(calendar.working, period, rule.workingDay);
      if (day !== undefined && day >= fromDay && day < toDay) yield day;
    }
  };
}

function withinDates(days: DaysBetween<number>, { from, until }: ScheduleDocument): DaysBetween<number> {
  const firstDay = from === undefined ? Number.NEGATIVE_INFINITY : parseDate(from);
  const endDay = until === undefined ? Number.POSITIVE_INFINITY : parseDate(until) + 1;
  return (fromDay, toDay) => days(Math.max(fromDay, firstDay), Math.min(toDay, endDay));
}
