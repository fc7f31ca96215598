import { CARRIAGE_RETURN, LINE_FEED } from "../record/byte-kind.js";
import { type CellScan, MARK } from "../record/cell-scan.js";
import type { RecordView } from "../record/record-view.js";
import type { RecordAmounts } from "../total/column-totals.js";
import type { CellWalk, WalkedCell } from "./cell-walk.js";

/**
 * Reads a whole record in one go, checks included, and returns the place of the line feed or carriage return that ends
 * it; -1 unless the record is sound beyond doubt and nothing has to be said about it.
 */
export type RecordWalk = (scan: CellScan, record: RecordView) => number;

/** One cell of the file, in the order of the file. */
export interface WalkedColumn {
  readonly walk: CellWalk;
  readonly mayBeEmpty: boolean;
  /** The column's place in the feed if its numbers are summed, else -1. */
  readonly summedAt: number;
}

/** Compiles the walk over the records of one file. */
export function compileRecordWalk(
  columns: readonly WalkedColumn[],
  delimiter: number,
  walked: WalkedCell,
  amounts: RecordAmounts,
): RecordWalk {
  const last = columns.length - 1;
  return (scan, record) => {
    const { limit } = scan;
    const bytes = scan.bytes;
    const quote = scan.quote ?? -1;
    if (columns.length > record.starts.length) return -1;
    let position = scan.position;
    let allMarks = 0;
    for (let cell = 0; cell <= last; cell += 1) {
      const column = columns[cell];
      if (column === undefined || position >= limit) return -1;
      const quoted = bytes[position] === quote;
      const start = quoted ? position + 1 : position;
      walked.marks = 0;
      let end = start;
      if (quoted || !endsCell(bytes[position] ?? 0, delimiter)) {
        end = column.walk(bytes, start, limit, quoted);
        if (end < 0) return -1;
        if (column.summedAt >= 0) amounts.units[column.summedAt] = walked.units;
      } else if (!column.mayBeEmpty) return -1;
      else if (column.summedAt >= 0) amounts.units[column.summedAt] = undefined;
      position = end;
      if (quoted) {
        if (bytes[end] !== quote) return -1;
        walked.marks |= MARK.quoted;
        position = end + 1;
      }
      if (position >= limit || (cell < last && bytes[position] !== delimiter)) return -1;
      record.starts[cell] = start;
      record.ends[cell] = end;
      record.marks[cell] = walked.marks;
      allMarks |= walked.marks;
      if (cell < last) position += 1;
    }
    if (!endsRecord(bytes, position, limit)) return -1;
    record.cellCount = columns.length;
    record.allMarks = allMarks;
    return position;
  };
}

function endsCell(byte: number, delimiter: number): boolean {
  return byte === delimiter || byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

function endsRecord(bytes: Uint8Array, at: number, limit: number): boolean {
  if (bytes[at] === LINE_FEED) return true;
  return bytes[at] === CARRIAGE_RETURN && at + 1 < limit && bytes[at + 1] === LINE_FEED;
}
