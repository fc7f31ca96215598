import type { DateColumn } from "../../feed/column.js";
import { toDateOrder } from "../../feed/date-format.js";
import type { Complaint } from "../finding/complaint.js";
import type { CellCheck } from "./cell-check.js";

const ZERO = 0x30;
const NO_DIGITS = -1_000_000;

/** How the days of a column are written, and between which they lie. */
export interface DateRules {
  readonly format: string;
  /** As `yyyy-MM-dd`. */
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** The rules of a column of days. */
export function toDateRules({ format = "yyyy-MM-dd", min, max }: DateColumn): DateRules {
  return { format, min, max };
}

/** Compiles a check for days of the calendar in a fixed format, straight from the bytes. */
export function compileDateCheck(rules: DateRules): CellCheck {
  const order = toDateOrder(rules.format);
  if (order === undefined) throw new RangeError(`"${rules.format}" is no format of a date.`);
  const fixed = order.fixed.map(({ at, character }) => ({ at, byte: character.charCodeAt(0) }));
  const min = toDayNumber(rules.min);
  const max = toDayNumber(rules.max);
  const invalid: Complaint = { code: "date-invalid", detail: { format: rules.format } };
  const below: Complaint = { code: "below-minimum", detail: { minimum: rules.min ?? "" } };
  const above: Complaint = { code: "above-maximum", detail: { maximum: rules.max ?? "" } };
  return (cell) => {
    if (cell.end - cell.start !== order.width) return invalid;
    const { bytes, start } = cell;
    for (let at = 0; at < fixed.length; at += 1) {
      const separator = fixed[at];
      if (separator !== undefined && bytes[start + separator.at] !== separator.byte) return invalid;
    }
    const number = toDayOfCalendar(
      readPair(bytes, start + order.year) * 100 + readPair(bytes, start + order.year + 2),
      readPair(bytes, start + order.month),
      readPair(bytes, start + order.day),
    );
    if (number === 0) return invalid;
    if (min !== undefined && number < min) return below;
    return max !== undefined && number > max ? above : undefined;
  };
}

/** Two digits as a number; far below zero when they are none, and so is whatever is made of it. */
export function readPair(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - ZERO;
  const ones = (bytes[at + 1] ?? 0) - ZERO;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? NO_DIGITS : tens * 10 + ones;
}

/** A day as a number such as 20261031; 0 when the calendar does not have it. */
export function toDayOfCalendar(year: number, month: number, day: number): number {
  if (year < 1 || month < 1 || month > 12 || day < 1) return 0;
  return day <= 28 || day <= daysInMonth(year, month) ? year * 10_000 + month * 100 + day : 0;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** `2026-10-31` as 20261031: enough to compare days. */
export function toDayNumber(day: string | undefined): number | undefined {
  return day === undefined ? undefined : Number(day.replaceAll("-", ""));
}
