import type { FindingCode } from "../finding/finding-codes.js";
import { MARK } from "../record/cell-scan.js";
import type { RecordView } from "../record/record-view.js";
import type { RowProblems } from "./row-problems.js";

/** The marks that make a record unfit to be read, and what they are called. */
const BROKEN: readonly (readonly [mark: number, code: FindingCode])[] = [
  [MARK.unclosed, "unclosed-quote"],
  [MARK.overlong, "record-too-long"],
  [MARK.strayQuote, "stray-quote"],
  [MARK.textAfterQuote, "text-after-quote"],
  [MARK.carriageReturn, "stray-carriage-return"],
  [MARK.nul, "nul-byte"],
];

const BROKEN_MARKS = BROKEN.reduce((all, [mark]) => all | mark, 0);

/** What a record of a feed has to look like before its cells are worth a look. */
export interface RowShape {
  readonly cellCount: number;
  readonly maxRecordBytes: number;
}

/** Tells what is wrong with the shape of a record; says whether its cells can be told apart for certain. */
export function checkShape(record: RecordView, shape: RowShape, problems: RowProblems): boolean {
  if ((record.allMarks & BROKEN_MARKS) !== 0) {
    addBrokenCells(record, shape, problems);
    return false;
  }
  const { cellCount } = record;
  if (cellCount === shape.cellCount) return true;
  const isBlank = cellCount === 1 && record.starts[0] === record.ends[0] && record.marks[0] === 0;
  if (isBlank) problems.addForRecord({ code: "blank-row" });
  else {
    const detail = `${cellCount} ${cellCount === 1 ? "cell" : "cells"} instead of ${shape.cellCount}`;
    problems.addForRecord({ code: cellCount < shape.cellCount ? "missing-cell" : "extra-cell", detail });
  }
  return false;
}

function addBrokenCells(record: RecordView, shape: RowShape, problems: RowProblems): void {
  for (let at = 0; at < record.cellCount; at += 1) {
    const marks = record.marks[at] ?? 0;
    if ((marks & BROKEN_MARKS) === 0) continue;
    for (const [mark, code] of BROKEN) {
      // A quote behind a closing quote is one accident, not two.
      const told = mark === MARK.strayQuote && (marks & MARK.textAfterQuote) !== 0;
      if ((marks & mark) !== 0 && !told)
        problems.addForCell({ code, detail: String(shape.maxRecordBytes) }, at);
    }
  }
}
