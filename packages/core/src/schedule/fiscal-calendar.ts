import { z } from "zod";
import { parseDate } from "./calendar-day.js";

const QUARTER_WEEKS = { "4-4-5": [4, 4, 5], "4-5-4": [4, 5, 4], "5-4-4": [5, 4, 4] } as const;

/** How a company's fiscal year of whole weeks is declared. */
export const fiscalCalendarDocument = z.strictObject({
  /** Weeks of the three periods of every quarter. */
  pattern: z.enum(["4-4-5", "4-5-4", "5-4-4"]),
  /** The fiscal year that begins on `firstDay`; there are no periods before it. */
  firstYear: z.int(),
  firstDay: z.iso.date(),
  /** Fiscal years with a 53rd week, which makes their last period longer. All others have 52. */
  longYears: z.array(z.int()).default([]),
});

/** A fiscal year of whole weeks: 4-4-5 and its kin. */
export type FiscalCalendar = Readonly<z.output<typeof fiscalCalendarDocument>>;

/** Days from `firstDay` to before `endDay`, by their numbers. */
export interface DayPeriod {
  readonly firstDay: number;
  readonly endDay: number;
}

/** The fiscal periods that end after a day, without end; `periods` of the twelve of a year are taken together. */
export function* fiscalPeriodsFrom(
  fiscal: FiscalCalendar,
  day: number,
  periods: 1 | 3 | 12,
): Generator<DayPeriod> {
  let firstDay = parseDate(fiscal.firstDay);
  for (let year = fiscal.firstYear; ; year += 1) {
    const weeks = weeksOfYear(fiscal, year);
    for (let index = 0; index < weeks.length; index += periods) {
      const inPeriod = weeks.slice(index, index + periods).reduce((sum, each) => sum + each, 0);
      const endDay = firstDay + inPeriod * 7;
      if (endDay > day) yield { firstDay, endDay };
      firstDay = endDay;
    }
  }
}

/** Weeks of each of the twelve periods of a fiscal year. */
function weeksOfYear({ pattern, longYears }: FiscalCalendar, year: number): readonly number[] {
  const quarter = QUARTER_WEEKS[pattern];
  const weeks: number[] = [...quarter, ...quarter, ...quarter, ...quarter];
  if (longYears.includes(year)) weeks[11] = (weeks[11] ?? 0) + 1;
  return weeks;
}
