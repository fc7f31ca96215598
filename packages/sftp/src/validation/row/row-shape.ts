import type { Feed } from "../../feed/feed.js";
import type { FindingCode } from "../finding/finding-codes.js";
import { MARK } from "../record/cell-scan.js";
import type { RecordView } from "../record/record-view.js";
import type { RowProblems } from "./row-problems.js";

type BrokenCode = Extract<
  FindingCode,
  | "unclosed-quote"
  | "record-too-long"
  | "stray-quote"
  | "text-after-quote"
  | "stray-carriage-return"
  | "stray-escape"
  | "nul-byte"
>;

/** The marks that make a record unfit to be read, and what they are called. */
const BROKEN: readonly (readonly [mark: number, code: BrokenCode])[] = [
  [MARK.unclosed, "unclosed-quote"],
  [MARK.overlong, "record-too-long"],
  [MARK.strayQuote, "stray-quote"],
  [MARK.textAfterQuote, "text-after-quote"],
  [MARK.carriageReturn, "stray-carriage-return"],
  [MARK.strayEscape, "stray-escape"],
  [MARK.nul, "nul-byte"],
];

const WRONG_WIDTH = MARK.shortLine | MARK.longLine;
const BROKEN_MARKS = BROKEN.reduce((all, [mark]) => all | mark, WRONG_WIDTH);

/** What a record of a feed has to look like before its cells are worth a look. */
export interface RowShape {
  readonly cellCount: number;
  readonly maxRecordBytes: number;
  /** Of a line of fixed width, in characters; 0 for other feeds. */
  readonly lineWidth: number;
}

/** The shape of a feed's records. */
export function toRowShape({ columns, dialect }: Feed): RowShape {
  const widths = Object.values(dialect.fixedWidth?.columns ?? {}).map(({ width }) => width);
  return {
    cellCount: Object.keys(columns).length,
    maxRecordBytes: dialect.maxRecordBytes,
    lineWidth: widths.reduce((sum, width) => sum + width, 0),
  };
}

/** Tells what is wrong with the shape of a record; says whether its cells can be told apart for certain. */
export function checkShape(record: RecordView, shape: RowShape, problems: RowProblems): boolean {
  if ((record.allMarks & BROKEN_MARKS) !== 0) {
    addBrokenCells(record, shape, problems);
    if ((record.allMarks & WRONG_WIDTH) !== 0) {
      const code = (record.allMarks & MARK.shortLine) !== 0 ? "line-too-short" : "line-too-long";
      problems.addForRecord({ code, detail: { width: shape.lineWidth } });
    }
    return false;
  }
  const { cellCount } = record;
  if (cellCount === shape.cellCount) return true;
  const isBlank = cellCount === 1 && record.starts[0] === record.ends[0] && record.marks[0] === 0;
  if (isBlank) problems.addForRecord({ code: "blank-row" });
  else {
    const detail = { cells: cellCount, expected: shape.cellCount };
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
      if ((marks & mark) === 0 || told) continue;
      const { maxRecordBytes: maxBytes } = shape;
      problems.addForCell(code === "record-too-long" ? { code, detail: { maxBytes } } : { code }, at);
    }
  }
}
