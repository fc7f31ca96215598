import { type BusinessPeriod, toBusinessPeriod } from "../../arrival/business-period.js";

const DAY_MS = 86_400_000;

/** The first and the last of some days, both included, as `yyyy-MM-dd`. */
interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** The days of a business period such as `2026-10`, and some before and after; `undefined` when it is none. */
export function toPeriodDays(
  period: BusinessPeriod,
  { daysBefore, daysAfter }: { readonly daysBefore: number; readonly daysAfter: number },
): DayRange | undefined {
  const bounds = toBounds(period);
  if (bounds === undefined) return undefined;
  const [start, end] = bounds;
  const [from, to] = [new Date(start - daysBefore * DAY_MS), new Date(end + (daysAfter - 1) * DAY_MS)];
  return { from: from.toISOString().slice(0, 10), to: to.toISOString().slice(0, 10) };
}

/** The first moment of a period, and the first one after it. */
function toBounds(text: BusinessPeriod): readonly [start: number, end: number] | undefined {
  const period = toBusinessPeriod(text);
  const [, yearText = "", quarterText, monthText, dayText] =
    /^(\d{4})(?:-Q(\d)|-(\d{2})(?:-(\d{2}))?)?$/.exec(period ?? "") ?? [];
  if (yearText === "") return undefined;
  const year = Number(yearText);
  if (quarterText !== undefined) {
    const first = (Number(quarterText) - 1) * 3;
    return [Date.UTC(year, first, 1), Date.UTC(year, first + 3, 1)];
  }
  if (monthText === undefined) return [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  const month = Number(monthText) - 1;
  if (month < 0 || month > 11) return undefined;
  if (dayText === undefined) return [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
  const day = Date.UTC(year, month, Number(dayText));
  return new Date(day).getUTCDate() === Number(dayText) ? [day, day + DAY_MS] : undefined;
}
