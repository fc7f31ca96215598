import { z } from "zod";
import { parseOptions } from "../parse-options.js";
import { formatDate, parseDate, WEEKDAYS } from "./calendar-day.js";
import { type PeriodKind, periodsFrom } from "./calendar-period.js";
import { fiscalCalendarDocument } from "./fiscal-calendar.js";
import {
  addWorking,
  isWorking,
  nthWorking,
  type RollRule,
  rollDay,
  type WorkingDays,
} from "./working-days.js";

/** A day on which nobody works, by its date (`2026-12-25`) and its name. */
const holidayDocument = z.strictObject({ date: z.iso.date(), title: z.string().min(1) });

export type Holiday = Readonly<z.output<typeof holidayDocument>>;

/** A business calendar on paper. */
export const businessCalendarDocument = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "lower-case words joined by -, beginning with a letter"),
  title: z.string().min(1),
  workingWeekdays: z
    .array(z.enum(WEEKDAYS))
    .min(1, "a week needs a working day")
    .default(["monday", "tuesday", "wednesday", "thursday", "friday"]),
  holidays: z.array(holidayDocument).default([]),
  fiscal: fiscalCalendarDocument.optional(),
});

/**
 * What a business calendar is declared with.
 *
 * `workingWeekdays` are Monday to Friday unless said otherwise. `holidays` may come from {@link parseHolidays}. `fiscal`
 * declares a fiscal year of whole weeks.
 */
export type BusinessCalendarDeclaration = z.input<typeof businessCalendarDocument>;

/** A business calendar as plain JSON, defaults included. */
export type BusinessCalendarDocument = z.output<typeof businessCalendarDocument>;

/** Working days and fiscal periods of one business. Dates are texts such as `2026-03-08`, without a zone. */
export interface BusinessCalendar {
  readonly id: string;
  readonly document: BusinessCalendarDocument;
  readonly working: WorkingDays;
  isWorkingDay(date: string): boolean;
  /** The date itself on a working day or under `none`, else the next or previous working day. */
  roll(date: string, rule: RollRule): string;
  /** The date `count` working days later, or earlier when negative; the date itself is not counted. */
  addWorkingDays(date: string, count: number): string;
  /**
   * The n-th working day of the period that holds the date; -1 is the last one. Nothing when the period has fewer.
   *
   * @throws RangeError for `n` 0, and for a fiscal period without a fiscal calendar or before its first year.
   */
  nthWorkingDay(date: string, of: PeriodKind, n: number): string | undefined;
  /** First and last date of the period that holds the date. @throws RangeError as `nthWorkingDay`. */
  period(date: string, of: PeriodKind): { readonly first: string; readonly last: string };
}

/**
 * Declares the working days, holidays and fiscal periods of a business.
 *
 * Its methods throw RangeError for a text that is no date.
 *
 * @throws SpmError `config.invalid` with everything that is wrong, each with its path.
 */
export function defineBusinessCalendar(declaration: BusinessCalendarDeclaration): BusinessCalendar {
  const document = parseOptions(businessCalendarDocument, declaration, "the business calendar");
  const working: WorkingDays = {
    weekdays: new Set(document.workingWeekdays.map((weekday) => WEEKDAYS.indexOf(weekday))),
    holidays: new Set(document.holidays.map(({ date }) => parseDate(date))),
  };
  const periodOf = (date: string, of: PeriodKind) => {
    const day = parseDate(date);
    const period = periodsFrom(of, day, document.fiscal).next().value;
    if (period.firstDay <= day) return period;
    throw new RangeError(`${date} lies before the first fiscal year of the calendar ${document.id}`);
  };
  return Object.freeze({
    id: document.id,
    document,
    working,
    isWorkingDay: (date: string) => isWorking(working, parseDate(date)),
    roll: (date: string, rule: RollRule) => formatDate(rollDay(working, parseDate(date), rule)),
    addWorkingDays: (date: string, count: number) => formatDate(addWorking(working, parseDate(date), count)),
    nthWorkingDay(date: string, of: PeriodKind, n: number) {
      if (!Number.isInteger(n) || n === 0) throw new RangeError(`there is no ${n}-th working day`);
      const day = nthWorking(working, periodOf(date, of), n);
      return day === undefined ? undefined : formatDate(day);
    },
    period(date: string, of: PeriodKind) {
      const { firstDay, endDay } = periodOf(date, of);
      return { first: formatDate(firstDay), last: formatDate(endDay - 1) };
    },
  });
}
