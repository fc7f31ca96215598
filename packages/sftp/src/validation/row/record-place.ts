import type { Encoding } from "../encoding/encoding.js";
import type { FindingPlace } from "../finding/finding-log.js";
import { LINE_FEED } from "../record/byte-kind.js";
import { type CellReader, decodeCell } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";
import type { RowProblem } from "./row-problems.js";

/** What is needed to say where in a file a cell stands. */
interface PlaceFinder {
  readonly reader: CellReader;
  readonly encoding: Encoding;
}

/** Where one problem of a record stands: its own physical line, its byte, its text. */
export function findPlace(
  record: RecordView,
  recordNumber: number,
  { cell, offset }: RowProblem,
  { reader, encoding }: PlaceFinder,
): FindingPlace {
  if (cell === undefined) return { record: recordNumber, line: record.line, byteOffset: record.byteOffset };
  const start = record.starts[cell] ?? record.start;
  return {
    record: recordNumber,
    line: record.line + countLineFeeds(record.bytes, record.start, start),
    byteOffset: record.byteOffset + start - record.start + offset,
    value: decodeCell(reader.read(record, cell), encoding),
  };
}

function countLineFeeds(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) if (bytes[at] === LINE_FEED) count += 1;
  return count;
}
