/** One record as the tokenizer sees it: places in a buffer, no copies. It is overwritten by the next one. */
export interface RecordView {
  bytes: Buffer;
  /** The record with its line ending lies from `start` up to `end`. */
  start: number;
  end: number;
  /** Where the record begins in the file. */
  byteOffset: number;
  /** The physical line on which the record begins, from 1. */
  line: number;
  ending: "lf" | "crlf" | "none";
  cellCount: number;
  /** The content of each cell, without the quotes around it. */
  starts: Int32Array;
  ends: Int32Array;
  /** What was met in each cell; see `MARK`. */
  marks: Uint16Array;
  /** The marks of all cells together. */
  allMarks: number;
}

/** A record with room for a few cells. */
export function createRecordView(): RecordView {
  return {
    bytes: Buffer.alloc(0),
    start: 0,
    end: 0,
    byteOffset: 0,
    line: 1,
    ending: "none",
    cellCount: 0,
    starts: new Int32Array(64),
    ends: new Int32Array(64),
    marks: new Uint16Array(64),
    allMarks: 0,
  };
}

/** Adds a cell behind those that are there. */
export function addCell(record: RecordView, start: number, end: number, marks: number): void {
  const at = record.cellCount;
  if (at === record.starts.length) growCells(record);
  record.starts[at] = start;
  record.ends[at] = end;
  record.marks[at] = marks;
  record.allMarks |= marks;
  record.cellCount = at + 1;
}

/** Forgets the cells. */
export function clearCells(record: RecordView): void {
  record.cellCount = 0;
  record.allMarks = 0;
}

/** Follows a move of the bytes by `distance` towards the front. */
export function moveCells(record: RecordView, distance: number): void {
  for (let at = 0; at < record.cellCount; at += 1) {
    record.starts[at] = (record.starts[at] ?? 0) - distance;
    record.ends[at] = (record.ends[at] ?? 0) - distance;
  }
}

function growCells(record: RecordView): void {
  const size = record.starts.length * 2;
  const [starts, ends, marks] = [new Int32Array(size), new Int32Array(size), new Uint16Array(size)];
  starts.set(record.starts);
  ends.set(record.ends);
  marks.set(record.marks);
  Object.assign(record, { starts, ends, marks });
}
