import type { Feed } from "../../feed/feed.js";
import type { FeedValidity } from "../../feed/validity-rule.js";
import { compileDayReader, type DayReader } from "../column/cell-value.js";
import type { CellReader } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";

const DAY_MS = 86_400_000;

/** The days on which something is valid, counted from 1970; both included, and infinite where they are open. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** Reads the days on which a record is valid; `undefined` when a cell holds something that is no day. */
type SpanReader = (record: RecordView) => DaySpan | undefined;

/** Compiles the reading of a validity. */
export function compileSpan(
  feed: Feed,
  { from, to, end }: FeedValidity,
  parts: { readonly find: (column: string) => number; readonly reader: CellReader },
): SpanReader {
  const { find, reader } = parts;
  const [fromAt, toAt] = [find(from), find(to)];
  const [readFrom, readTo] = [compileDay(feed, from), compileDay(feed, to)];
  const after = end === "excluded" ? 1 : 0;
  return (record) => {
    const fromCell = reader.read(record, fromAt);
    const first = fromCell.start === fromCell.end ? -1 : readFrom(fromCell);
    const toCell = reader.read(record, toAt);
    const last = toCell.start === toCell.end ? -1 : readTo(toCell);
    if (first === 0 || last === 0) return undefined;
    return {
      from: first < 0 ? Number.NEGATIVE_INFINITY : toDayCount(first),
      to: last < 0 ? Number.POSITIVE_INFINITY : toDayCount(last) - after,
    };
  };
}

/** A day such as 20261031, counted from 1970. */
function toDayCount(day: number): number {
  const [year, month] = [Math.floor(day / 10_000), Math.floor(day / 100) % 100];
  const date = new Date(0);
  // `Date.UTC` takes the years before 100 for those of the twentieth century.
  date.setUTCFullYear(year, month - 1, day % 100);
  return date.getTime() / DAY_MS;
}

/** A day counted from 1970 as `yyyy-MM-dd`. */
export function toCountedDayText(count: number): string {
  return new Date(count * DAY_MS).toISOString().slice(0, 10);
}

function compileDay(feed: Feed, name: string): DayReader {
  const column = feed.columns[name];
  if (column?.type !== "date") throw new RangeError(`Column "${name}" of feed ${feed.name} holds no days.`);
  return compileDayReader(column);
}
