import { formatDuration } from "../figure-text.js";
import type { BusinessCalendar } from "./business-calendar.js";
import type { PeriodKind } from "./calendar-period.js";
import { describeCron } from "./describe-cron.js";
import type { Schedule } from "./schedule.js";
import type { ScheduleDocument } from "./schedule-document.js";
import type { ScheduleRule } from "./schedule-rule.js";
import { describeZone, ordinal } from "./schedule-words.js";

const PERIODS: Readonly<Record<PeriodKind, string>> = {
  month: "month",
  quarter: "quarter",
  year: "year",
  "fiscal-period": "fiscal period",
  "fiscal-quarter": "fiscal quarter",
  "fiscal-year": "fiscal year",
};

const ROLL = {
  next: "A day that is no working day moves to the next one",
  previous: "A day that is no working day moves to the one before",
  skip: "A day that is no working day is skipped",
} as const;

const GAP = {
  "next-valid": "moves to the moment at which they do",
  "same-offset": "moves by as much as they do",
  skip: "is skipped",
} as const;

const OVERLAP = {
  first: "counts the first time",
  second: "counts the second time",
  both: "counts both times",
} as const;

const OVERLAPPING_RUNS = {
  skip: "is skipped",
  "queue-one": "waits, one at most",
  "queue-all": "waits its turn",
  allow: "begins all the same",
} as const;

/** A schedule on paper, with the calendar that it names: a {@link Schedule} is one. */
export interface WrittenSchedule extends Pick<Schedule, "document"> {
  readonly calendar: Pick<BusinessCalendar, "document"> | undefined;
}

/**
 * Tells a schedule in words, one sentence each: when it is due in its zone, what its calendar does to that, what
 * happens when clocks change, what happens to slots that were missed, and to one that comes during an earlier run.
 *
 * @example
 * const nightly = defineSchedule({ id: "nightly", rule: { cron: "0 22 * * *" }, zone: "America/New_York" });
 * describeSchedule(nightly)[0]; // "Every day at 22:00, New York time."
 */
export function describeSchedule({ document, calendar }: WrittenSchedule): readonly string[] {
  const { rule, zone, roll, gap, overlap, overlappingRuns } = document;
  const sentences = [`${describeRule(rule)}, ${describeZone(zone)}${describeDates(document)}.`];
  if (calendar !== undefined && roll !== "none")
    sentences.push(`${ROLL[roll]} (${calendar.document.title}).`);
  else if (calendar !== undefined)
    sentences.push(`Days are counted by the calendar ${calendar.document.title}.`);
  sentences.push(
    `A time left out when clocks go forward ${GAP[gap]}; a time that comes twice when they go back ${OVERLAP[overlap]}.`,
    `${describeMissed(document.missed)}.`,
    `A slot that comes while an earlier run goes on ${OVERLAPPING_RUNS[overlappingRuns]}.`,
  );
  return sentences;
}

function describeRule(rule: ScheduleRule): string {
  if ("cron" in rule) return describeCron(rule.cron);
  if ("workingDay" in rule) {
    const { workingDay, of, at } = rule;
    return `On the ${nth(workingDay)} working day of every ${PERIODS[of]} at ${at}`;
  }
  const { daysBefore, endOf, at } = rule;
  const before = daysBefore === 1 ? "1 day before" : `${daysBefore} days before`;
  return `${daysBefore === 0 ? "On" : before} the last day of every ${PERIODS[endOf]} at ${at}`;
}

function nth(n: number): string {
  if (n > 0) return ordinal(n);
  return n === -1 ? "last" : `${ordinal(-n)} last`;
}

function describeDates({ from, until }: ScheduleDocument): string {
  return `${from === undefined ? "" : `, from ${from}`}${until === undefined ? "" : `, until ${until}`}`;
}

function describeMissed(missed: ScheduleDocument["missed"]): string {
  if (missed === "none") return "A missed slot is recorded and not made up for";
  if (missed === "latest") return "Of missed slots the latest is made up for";
  if (missed === "ask") return "A person is asked about every missed slot";
  const { all, withinMs } = missed;
  return `Missed slots are made up for, at most ${all} and none older than ${formatDuration(withinMs)}`;
}
