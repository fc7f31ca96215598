import { toCalendarDate, toDayNumber } from "./calendar-day.js";
import { type DayPeriod, type FiscalCalendar, fiscalPeriodsFrom } from "./fiscal-calendar.js";

/** The periods that rules can speak of. Fiscal ones are those of the calendar's 4-4-5 weeks. */
export const PERIOD_KINDS = [
  "month",
  "quarter",
  "year",
  "fiscal-period",
  "fiscal-quarter",
  "fiscal-year",
] as const;

export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** Months or fiscal periods in each. */
const PARTS = {
  month: 1,
  quarter: 3,
  year: 12,
  "fiscal-period": 1,
  "fiscal-quarter": 3,
  "fiscal-year": 12,
} as const satisfies Record<PeriodKind, number>;

export function isFiscal(kind: PeriodKind | undefined): boolean {
  return kind?.startsWith("fiscal-") ?? false;
}

/**
 * The periods that end after a day, in order and without end.
 *
 * @throws RangeError for a fiscal kind without a fiscal calendar.
 */
export function* periodsFrom(
  kind: PeriodKind,
  day: number,
  fiscal: FiscalCalendar | undefined,
): Generator<DayPeriod> {
  const parts = PARTS[kind];
  if (!isFiscal(kind)) {
    const { year, month } = toCalendarDate(day);
    for (let first = month - ((month - 1) % parts); ; first += parts) {
      yield { firstDay: toDayNumber(year, first, 1), endDay: toDayNumber(year, first + parts, 1) };
    }
  }
  if (fiscal === undefined) throw new RangeError(`the calendar declares no fiscal year, so no ${kind}`);
  yield* fiscalPeriodsFrom(fiscal, day, parts);
}
