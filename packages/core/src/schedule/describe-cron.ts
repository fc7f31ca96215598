import { WEEKDAYS } from "./calendar-day.js";
import { type Cron, compileCron } from "./cron.js";
import { capitalise, joinWords, ordinal } from "./schedule-words.js";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** More times of day than this are told by minute and hour instead of one by one. */
const MOST_TIMES = 6;

/** A cron expression in words, without its zone: `Monday to Friday at 06:30`. */
export function describeCron(expression: string): string {
  const cron = compileCron(expression);
  const times = describeTimes(cron);
  const months =
    cron.months.size === 12 ? "" : `in ${runs([...cron.months], (month) => MONTHS[month - 1] ?? "")}`;
  const words = [describeDays(cron), months, times].filter((word) => word !== "");
  const isEveryDay = words.length === 1 && times.startsWith("at ") && cron.hours.length < 24;
  return capitalise([...(isEveryDay ? ["every day"] : []), ...words].join(" "));
}

/** Nothing when every day is meant. */
function describeDays(cron: Cron): string {
  const everyDate = cron.monthDays.size === 31;
  const everyWeekday = cron.weekdays.size === 7;
  if (cron.needsBothDays && everyDate) return everyWeekday ? "" : onWeekdays(cron);
  if (cron.needsBothDays && everyWeekday) return onDates(cron);
  if (cron.needsBothDays) return `${onDates(cron)}, if that is ${joinWords(weekdayNames(cron))},`;
  return `${onDates(cron)} and ${onWeekdays(cron)}`;
}

function onDates({ monthDays, onLastMonthDay }: Cron): string {
  const words = monthDays.size > 0 ? [runs([...monthDays], ordinal)] : [];
  return `on the ${joinWords([...words, ...(onLastMonthDay ? ["last day"] : [])])} of the month`;
}

function onWeekdays(cron: Cron): string {
  const placed = cron.placedWeekdays.length > 0;
  return `${placed ? "on" : cron.weekdays.size < 3 ? "every" : "on"} ${joinWords(weekdayNames(cron))}`;
}

function weekdayNames({ weekdays, placedWeekdays }: Cron): readonly string[] {
  // Weeks are told from Monday on.
  const plain = [...weekdays].map((weekday) => (weekday === 0 ? 7 : weekday));
  return [
    ...(plain.length > 0 ? [runs(plain, nameOfWeekday)] : []),
    ...placedWeekdays.map(
      ({ weekday, place }) =>
        `the ${place < 0 ? "last" : ordinal(place)} ${nameOfWeekday(weekday)} of the month`,
    ),
  ];
}

function describeTimes({ minutes, hours }: Cron): string {
  const step = stepOf(minutes, 60);
  const every = step === undefined ? "" : step === 1 ? "every minute" : `every ${step} minutes`;
  const atMinutes = `at minute ${runs(minutes, String)}`;
  if (hours.length === 24) {
    return every || (minutes.length === 1 && minutes[0] === 0 ? "every hour" : `${atMinutes} of every hour`);
  }
  if (minutes.length * hours.length <= MOST_TIMES) {
    return `at ${joinWords(hours.flatMap((hour) => minutes.map((minute) => clockTime(hour, minute))))}`;
  }
  return `${every || atMinutes} of the hours ${runs(hours, String)}`;
}

/** The step by which several values fill a whole range from 0 on; nothing when they do not. */
function stepOf(values: readonly number[], size: number): number | undefined {
  const step = size / values.length;
  return values.length > 1 && values.every((value, index) => value === index * step) ? step : undefined;
}

/** Neighbours as `first to last`, everything else one by one. */
function runs(values: readonly number[], name: (value: number) => string): string {
  const sorted = [...values].sort((a, b) => a - b);
  const words: string[] = [];
  for (let index = 0; index < sorted.length; ) {
    let end = index;
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end += 1;
    const [first = 0, last = 0] = [sorted[index], sorted[end]];
    if (end - index > 1) words.push(`${name(first)} to ${name(last)}`);
    else words.push(...sorted.slice(index, end + 1).map(name));
    index = end + 1;
  }
  return joinWords(words);
}

function nameOfWeekday(weekday: number): string {
  return capitalise(WEEKDAYS[weekday % 7] ?? "");
}

function clockTime(hour: number, minute: number): string {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
