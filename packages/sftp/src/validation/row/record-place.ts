import type { Encoding } from "../encoding/encoding.js";
import type { FindingPlace } from "../finding/finding-log.js";
import { LINE_FEED } from "../record/byte-kind.js";
import { type CellReader, decodeCell } from "../record/cell-text.js";
import type { FilePlace } from "../record/record-reader.js";
import type { RecordView } from "../record/record-view.js";
import type { RowProblem } from "./row-problems.js";

/** What is needed to say where in a file a cell stands. */
interface PlaceFinder {
  readonly reader: CellReader;
  readonly encoding: Encoding;
  /** How many bytes of the file became these, when that is not their number. */
  readonly measure: FilePlace["measure"];
}

/** Where one problem of a record stands: its own physical line, its byte, its text. */
export function findPlace(
  record: RecordView,
  recordNumber: number,
  { cell, offset }: RowProblem,
  { reader, encoding, measure }: PlaceFinder,
): FindingPlace {
  if (cell === undefined) return { record: recordNumber, line: record.line, byteOffset: record.byteOffset };
  const start = record.starts[cell] ?? record.start;
  const count = measure ?? ((_bytes, from, to) => to - from);
  return {
    record: recordNumber,
    line: record.line + countLineFeeds(record.bytes, record.start, start),
    byteOffset: record.byteOffset + count(record.bytes, record.start, start + offset),
    value: decodeCell(reader.read(record, cell), encoding),
  };
}

function countLineFeeds(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) if (bytes[at] === LINE_FEED) count += 1;
  return count;
}
