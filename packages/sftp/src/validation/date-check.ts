import { toDateOrder } from "../feed/date-format.js";
import type { CellCheck, CellContent, Complaint } from "./cell-check.js";

const ZERO = 0x30;

/** Compiles a check for days of the calendar in a fixed format, straight from the bytes. */
export function compileDateCheck(rules: {
  readonly format: string;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}): CellCheck {
  const order = toDateOrder(rules.format);
  if (order === undefined) throw new RangeError(`"${rules.format}" is no format of a date.`);
  const fixed = order.fixed.map(({ at, character }) => ({ at, byte: character.charCodeAt(0) }));
  const min = toDayNumber(rules.min);
  const max = toDayNumber(rules.max);
  const invalid: Complaint = { code: "date-invalid", detail: rules.format };
  const below: Complaint = { code: "below-minimum", detail: rules.min };
  const above: Complaint = { code: "above-maximum", detail: rules.max };
  return (cell) => {
    if (cell.end - cell.start !== order.width) return invalid;
    for (const { at, byte } of fixed) if (cell.bytes[cell.start + at] !== byte) return invalid;
    const year = readDigits(cell, order.year, 4);
    const month = readDigits(cell, order.month, 2);
    const day = readDigits(cell, order.day, 2);
    if (!(month >= 1 && month <= 12 && day >= 1 && year >= 1 && day <= daysInMonth(year, month)))
      return invalid;
    const number = year * 10_000 + month * 100 + day;
    if (min !== undefined && number < min) return below;
    return max !== undefined && number > max ? above : undefined;
  };
}

/** A number of fixed width, or NaN. */
function readDigits({ bytes, start }: CellContent, at: number, width: number): number {
  let number = 0;
  for (let place = start + at; place < start + at + width; place += 1) {
    const digit = (bytes[place] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** `2026-10-31` as 20261031: enough to compare days. */
function toDayNumber(day: string | undefined): number | undefined {
  return day === undefined ? undefined : Number(day.replaceAll("-", ""));
}
