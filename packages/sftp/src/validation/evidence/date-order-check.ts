import type { DateColumn } from "../../feed/column.js";
import { toDateOrder } from "../../feed/date-format.js";
import type { Feed } from "../../feed/feed.js";
import { readPair } from "../column/date-check.js";
import type { FindingLog, FindingPlace } from "../finding/finding-log.js";
import { CellReader, decodeCell } from "../record/cell-text.js";
import type { FileLayout } from "../row/file-layout.js";
import type { RecordCheck } from "../row/record-check.js";

/** From so many different days and months on it is odd that no day lies above the twelfth. */
const MANY = 6;

/** What the days of a column have shown so far. */
interface Evidence {
  /** Days above 12 were seen where the feed has the day. */
  asDeclared: boolean;
  /** Values that are a day only with day and month the other way round. */
  swapped: number;
  firstSwapped: FindingPlace;
  /** One bit a number, 1 to 12, seen where the feed has the day, and where it has the month. */
  days: number;
  months: number;
}

/**
 * Compiles the watch over columns whose format lets day and month be taken for each other. A format that begins with
 * the year does not, and costs nothing.
 */
export function compileDateOrderChecks(feed: Feed, layout: FileLayout): readonly RecordCheck[] {
  return Object.entries(feed.columns).flatMap(([name, column], at) => {
    if (column.type !== "date") return [];
    const check = compileDateOrderCheck({ name, column, position: layout.positions[at] ?? 0 }, feed, layout);
    return check === undefined ? [] : [check];
  });
}

interface WatchedColumn {
  readonly name: string;
  readonly column: DateColumn;
  readonly position: number;
}

function compileDateOrderCheck(
  { name, column, position }: WatchedColumn,
  { dialect }: Feed,
  { encoding }: FileLayout,
): RecordCheck | undefined {
  const { format = "yyyy-MM-dd" } = column;
  const order = toDateOrder(format);
  if (order === undefined || order.year < Math.min(order.month, order.day)) return undefined;
  const reader = new CellReader(dialect);
  const evidence: Evidence = { asDeclared: false, swapped: 0, firstSwapped: {}, days: 0, months: 0 };
  return {
    check: (record, recordNumber, problems) => {
      // Once a day has shown which is which, only values that are no day can say anything more.
      if (evidence.asDeclared && problems.list.length === 0) return;
      const cell = reader.read(record, position);
      if (cell.end - cell.start !== order.width) return;
      const day = readPair(cell.bytes, cell.start + order.day);
      const month = readPair(cell.bytes, cell.start + order.month);
      if (day < 1 || month < 1 || day > 31 || month > 31) return;
      if (month <= 12 && day <= 12) {
        evidence.days |= 1 << day;
        evidence.months |= 1 << month;
      } else if (month <= 12) evidence.asDeclared = true;
      else if (day <= 12) {
        const { line } = record;
        if (evidence.swapped === 0)
          evidence.firstSwapped = { record: recordNumber, line, value: decodeCell(cell, encoding) };
        evidence.swapped += 1;
      }
    },
    end: (log) => tell(evidence, { name, format }, log),
  };
}

function tell(
  { asDeclared, swapped, firstSwapped, days, months }: Evidence,
  { name, format }: { readonly name: string; readonly format: string },
  log: FindingLog,
): void {
  if (swapped > 0) {
    const code = asDeclared ? "date-order-mixed" : "date-order-swapped";
    log.add({ code, detail: { format, swapped } }, name, () => firstSwapped);
  } else if (!asDeclared && countBits(days) >= MANY && countBits(months) >= MANY) {
    log.add({ code: "date-ambiguous", detail: { format } }, name, () => ({}));
  }
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest &= rest - 1) count += 1;
  return count;
}
