import { toInstants } from "@spm-ops/core";
import type { DateTimeColumn } from "../../feed/column.js";
import { type DateTimeOrder, toDateTimeOrder } from "../../feed/date-time-format.js";
import type { Complaint } from "../finding/complaint.js";
import type { CellCheck, CellContent } from "./cell-check.js";
import { readPair, toDayOfCalendar } from "./date-check.js";

const [PLUS, MINUS, COLON, ZULU, ZERO] = [0x2b, 0x2d, 0x3a, 0x5a, 0x30];
const MINUTES_OF_DAY = 1_440;

/** A moment as the parts that it is written in. */
interface Moment {
  /** Such as 20261031. */
  day: number;
  minuteOfDay: number;
  /** With its fraction. */
  second: number;
}

/** Compiles a check for moments in a fixed format, with the zone that the column declares. */
export function compileDateTimeCheck(column: DateTimeColumn): CellCheck {
  const { format = "yyyy-MM-ddTHH:mm:ss", zone = "local" } = column;
  const order = toDateTimeOrder(format);
  if (order === undefined) throw new RangeError(`"${format}" is no format of a moment.`);
  const fixed = order.fixed.map(({ at, character }) => ({ at, byte: character.charCodeAt(0) }));
  const isSkipped = zone === "local" || zone === "offset" ? undefined : compileSkipped(zone);
  const [min, max] = [column.min, column.max].map((limit) =>
    limit === undefined ? undefined : toRank(limit),
  );
  const invalid: Complaint = { code: "date-time-invalid", detail: { format, zone } };
  const skipped: Complaint = { code: "time-skipped", detail: { zone } };
  const below: Complaint = { code: "below-minimum", detail: { minimum: column.min ?? "" } };
  const above: Complaint = { code: "above-maximum", detail: { maximum: column.max ?? "" } };
  const moment: Moment = { day: 0, minuteOfDay: 0, second: 0 };
  return (cell) => {
    const { bytes, start, end } = cell;
    const width = end - start;
    if (zone === "offset" ? width <= order.width : width !== order.width) return invalid;
    for (const { at, byte } of fixed) if (bytes[start + at] !== byte) return invalid;
    if (!readMoment(cell, order, moment)) return invalid;
    const offset = zone === "offset" ? readOffset(bytes, start + order.width, end) : 0;
    if (offset === undefined) return invalid;
    if (isSkipped?.(moment) === true) return skipped;
    const rank = rankOf(moment, offset);
    if (min !== undefined && rank < min) return below;
    return max !== undefined && rank > max ? above : undefined;
  };
}

function readMoment({ bytes, start }: CellContent, order: DateTimeOrder, moment: Moment): boolean {
  const hour = readPair(bytes, start + order.hour);
  const minute = readPair(bytes, start + order.minute);
  const second = order.second < 0 ? 0 : readPair(bytes, start + order.second);
  const fraction = readFraction(bytes, start + order.fraction.at, order.fraction.digits);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || fraction < 0)
    return false;
  moment.minuteOfDay = hour * 60 + minute;
  moment.second = second + fraction;
  moment.day = toDayOfCalendar(
    readPair(bytes, start + order.year) * 100 + readPair(bytes, start + order.year + 2),
    readPair(bytes, start + order.month),
    readPair(bytes, start + order.day),
  );
  return moment.day > 0;
}

/** The digits of a fraction of a second; -1 when they are none. */
function readFraction(bytes: Uint8Array, start: number, digits: number): number {
  let value = 0;
  for (let at = start; at < start + digits; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value / 10 ** digits;
}

/** `Z`, `+02:00` or `+0200` as minutes east of Greenwich, at most 14 hours. */
function readOffset(bytes: Uint8Array, start: number, end: number): number | undefined {
  const sign = bytes[start];
  if (sign === ZULU && end === start + 1) return 0;
  if (sign !== PLUS && sign !== MINUS) return undefined;
  const minutesAt = bytes[start + 3] === COLON ? start + 4 : start + 3;
  if (end !== minutesAt + 2) return undefined;
  const [hours, minutes] = [readPair(bytes, start + 1), readPair(bytes, minutesAt)];
  if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 840) return undefined;
  return (hours * 60 + minutes) * (sign === MINUS ? -1 : 1);
}

/** Seconds since 1970 on a clock without a zone, or of Greenwich: enough to compare. */
function rankOf({ day, minuteOfDay, second }: Moment, offset: number): number {
  const [year, month, date] = [Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100];
  // Date.UTC takes years below 100 for those of the last century.
  const days = Date.UTC(year + 2_000, month - 1, date) / 86_400_000 - DAYS_OF_2000_YEARS;
  return (days * MINUTES_OF_DAY + minuteOfDay - offset) * 60 + second;
}

/** The calendar repeats every 400 years. */
const DAYS_OF_2000_YEARS = 5 * 146_097;

function toRank(limit: string): number {
  return Date.parse(limit.endsWith("Z") ? limit : `${limit}Z`) / 1_000;
}

/** So many days are remembered. */
const KEPT_DAYS = 4_096;

/** Compiles the question whether the clocks of a zone skip a moment; a day without a change is asked about once. */
function compileSkipped(zone: string): (moment: Moment) => boolean {
  const withChange = new Map<number, boolean>();
  return ({ day, minuteOfDay }) => {
    const known = withChange.get(day);
    const changes = known ?? hasClockChange(day, zone);
    if (known === undefined) {
      if (withChange.size === KEPT_DAYS) withChange.clear();
      withChange.set(day, changes);
    }
    return changes && toInstants(toLocalText(day, minuteOfDay), zone).kind === "gap";
  };
}

/** Whether a day lacks minutes, or has some twice. */
function hasClockChange(day: number, zone: string): boolean {
  const first = toInstants(toLocalText(day, 0), zone);
  const last = toInstants(toLocalText(day, MINUTES_OF_DAY - 1), zone);
  if (first.kind !== "one" || last.kind !== "one") return true;
  return last.instantMs - first.instantMs !== (MINUTES_OF_DAY - 1) * 60_000;
}

function toLocalText(day: number, minuteOfDay: number): string {
  const time = `${toPair(Math.floor(minuteOfDay / 60))}:${toPair(minuteOfDay % 60)}`;
  const digits = String(day).padStart(8, "0");
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}T${time}`;
}

function toPair(value: number): string {
  return String(value).padStart(2, "0");
}
