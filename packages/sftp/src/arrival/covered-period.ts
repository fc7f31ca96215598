import type { BusinessCalendar } from "@spm-ops/core";
import type { BusinessPeriod } from "./business-period.js";

/** Which business period a delivery is of, told from the day on which it is due. */
export interface CoveredPeriod {
  /** `working-day` needs a schedule with a business calendar. */
  readonly unit: "day" | "working-day" | "month" | "quarter" | "year";
  /** How many of them before (negative) or after the one that holds the day: -1 is the month before. */
  readonly offset: number;
}

/**
 * The business period that a delivery due on a date such as `2026-11-03` is of.
 *
 * @throws RangeError for working days without a calendar.
 */
export function coveredPeriod(
  date: string,
  { unit, offset }: CoveredPeriod,
  calendar?: BusinessCalendar | undefined,
): BusinessPeriod {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  switch (unit) {
    case "working-day":
      if (calendar === undefined)
        throw new RangeError("working days need a schedule with a business calendar");
      return offset === 0 ? calendar.roll(date, "previous") : calendar.addWorkingDays(date, offset);
    case "day":
      return new Date(Date.UTC(year, month - 1, day + offset)).toISOString().slice(0, 10);
    case "month":
      return new Date(Date.UTC(year, month - 1 + offset, 1)).toISOString().slice(0, 7);
    case "quarter": {
      const quarters = year * 4 + Math.floor((month - 1) / 3) + offset;
      return `${String(Math.floor(quarters / 4)).padStart(4, "0")}-Q${(quarters % 4) + 1}`;
    }
    case "year":
      return String(year + offset).padStart(4, "0");
  }
}
