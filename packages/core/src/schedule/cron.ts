import { daysInMonth, toCalendarDate, toDayNumber, weekdayOf } from "./calendar-day.js";
import { type CronField, type CronFieldRule, cronValue, parseCronField } from "./cron-field.js";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const MINUTE: CronFieldRule = { title: "minute", low: 0, high: 59 };
const HOUR: CronFieldRule = { title: "hour", low: 0, high: 23 };
const DAY_OF_MONTH: CronFieldRule = { title: "day of the month", low: 1, high: 31 };
const MONTH: CronFieldRule = { title: "month", low: 1, high: 12, names: MONTHS };
// 7 is Sunday as well.
const WEEKDAY: CronFieldRule = { title: "weekday", low: 0, high: 7, names: DAYS };

/** A weekday by its place in the month: `2` is the second, `-1` the last. */
interface PlacedWeekday {
  readonly weekday: number;
  readonly place: number;
}

/**
 * A cron expression of five fields (minute, hour, day of the month, month, weekday), compiled to sets.
 *
 * Lists, ranges, steps and three-letter names; `L` as the last day of the month; `5#2` or `FRI#2` as the second Friday
 * and `5L` as the last Friday of the month; 0 and 7 both are Sunday.
 *
 * As in Vixie cron: when day of the month and weekday are both restricted, either is enough; when one of them begins
 * with `*`, both have to hold.
 */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly monthDays: ReadonlySet<number>;
  readonly onLastMonthDay: boolean;
  readonly weekdays: ReadonlySet<number>;
  readonly placedWeekdays: readonly PlacedWeekday[];
  /** Whether one of the day fields begins with `*`, so that both have to hold. */
  readonly needsBothDays: boolean;
}

/** What came of a cron expression: the compiled one, or what is wrong with it. */
export type CronParse =
  | { readonly cron: Cron; readonly problems?: undefined }
  | { readonly cron?: undefined; readonly problems: readonly string[] };

/** Compiles a cron expression. All problems are told at once. */
export function parseCron(expression: string): CronParse {
  const texts = expression.trim().split(/\s+/);
  const [minuteText = "", hourText = "", dayText = "", monthText = "", weekdayText = ""] = texts;
  if (texts.length !== 5) {
    return {
      problems: ["a cron expression has five fields: minute, hour, day of the month, month, weekday"],
    };
  }
  const problems: string[] = [];
  const minutes = plainField(minuteText, MINUTE, problems);
  const hours = plainField(hourText, HOUR, problems);
  const months = plainField(monthText, MONTH, problems);
  const days = parseCronField(dayText, DAY_OF_MONTH, problems);
  const weekdays = parseCronField(weekdayText, WEEKDAY, problems);
  for (const extra of days.extras.filter((each) => each !== "L")) problems.push(unread(extra, DAY_OF_MONTH));
  const placedWeekdays = weekdays.extras.flatMap((extra) => {
    const placed = placedWeekday(extra);
    if (placed === undefined) problems.push(unread(extra, WEEKDAY));
    return placed ?? [];
  });
  if (problems.length > 0) return { problems };
  return {
    cron: {
      minutes: minutes.values,
      hours: hours.values,
      months: new Set(months.values),
      monthDays: new Set(days.values),
      onLastMonthDay: days.extras.includes("L"),
      weekdays: new Set(weekdays.values.map((value) => value % 7)),
      placedWeekdays,
      needsBothDays: days.isOpen || weekdays.isOpen,
    },
  };
}

/** @throws RangeError when the expression cannot be read; {@link parseCron} tells what is wrong with it. */
export function compileCron(expression: string): Cron {
  const { cron, problems } = parseCron(expression);
  if (cron === undefined) throw new RangeError(`${expression} is no cron expression: ${problems.join("; ")}`);
  return cron;
}

/** The days of a cron expression from `fromDay` on and before `toDay`, in order. Months without one cost nothing. */
export function* cronDays(cron: Cron, fromDay: number, toDay: number): Generator<number> {
  let { year, month } = toCalendarDate(fromDay);
  for (let first = toDayNumber(year, month, 1); first < toDay; first = toDayNumber(year, month, 1)) {
    if (cron.months.has(month)) {
      const length = daysInMonth({ year, month });
      for (let date = 1; date <= length; date += 1) {
        const day = first + date - 1;
        if (day >= fromDay && day < toDay && matchesDay(cron, date, { length, weekday: weekdayOf(day) }))
          yield day;
      }
    }
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
}

function matchesDay(cron: Cron, date: number, of: { length: number; weekday: number }): boolean {
  const byDate = cron.monthDays.has(date) || (cron.onLastMonthDay && date === of.length);
  const byWeekday =
    cron.weekdays.has(of.weekday) ||
    cron.placedWeekdays.some(
      ({ weekday, place }) =>
        weekday === of.weekday && (place < 0 ? date + 7 > of.length : Math.ceil(date / 7) === place),
    );
  return cron.needsBothDays ? byDate && byWeekday : byDate || byWeekday;
}

function plainField(text: string, rule: CronFieldRule, problems: string[]): CronField {
  const field = parseCronField(text, rule, problems);
  for (const extra of field.extras) problems.push(unread(extra, rule));
  return field;
}

function placedWeekday(extra: string): PlacedWeekday | undefined {
  const [, name = "", place] = /^([a-z]{3}|\d)(?:L|#([1-5]))$/i.exec(extra) ?? [];
  const weekday = cronValue(name, WEEKDAY);
  return weekday === undefined ? undefined : { weekday: weekday % 7, place: Number(place ?? -1) };
}

function unread(text: string, { title, low, high }: CronFieldRule): string {
  return `${text === "" ? "nothing" : text} is no ${title}: use ${low} to ${high}`;
}
