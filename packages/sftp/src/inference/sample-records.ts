import { defineFeed } from "../feed/feed.js";
import type { DelimitedDialect } from "../feed/feed-dialect.js";
import { getEncoding } from "../validation/encoding/encoding.js";
import { MARK } from "../validation/record/cell-scan.js";
import { CellReader } from "../validation/record/cell-text.js";
import { createRecordReader } from "../validation/record/create-record-reader.js";
import { readCells } from "../validation/total/trailer-check.js";

/** A record of a sample. */
export interface SampleRecord {
  readonly cells: readonly string[];
  /** The physical line on which it begins, from 1. */
  readonly line: number;
}

/** A sample as one dialect reads it. */
export interface SampleRecords {
  readonly records: readonly SampleRecord[];
  /** How many records the dialect cannot read for certain. */
  readonly defects: number;
  /** Whether any cell is quoted. */
  readonly hasQuotes: boolean;
  readonly endings: ReadonlySet<"lf" | "crlf">;
}

const DEFECT =
  MARK.nul | MARK.strayQuote | MARK.textAfterQuote | MARK.unclosed | MARK.overlong | MARK.strayEscape;

/** Reads a sample with the reader that a validation uses, as one dialect has it. */
export function readRecords(text: Buffer, dialect: DelimitedDialect): SampleRecords {
  const feed = defineFeed({
    name: "sample",
    title: "Sample",
    fileName: "sample",
    dialect,
    header: "none",
    columns: { any: { type: "text" } },
  });
  const encoding = getEncoding("utf-8");
  const cells = new CellReader(feed.dialect);
  const reader = createRecordReader(feed, encoding, { firstByteOffset: 0, measure: undefined });
  reader.append(text);
  reader.end();
  const records: SampleRecord[] = [];
  const endings = new Set<"lf" | "crlf">();
  let defects = 0;
  let marks = 0;
  while (reader.next()) {
    const { record } = reader;
    records.push({ cells: readCells(record, cells, encoding), line: record.line });
    if (record.ending !== "none") endings.add(record.ending);
    if ((record.allMarks & DEFECT) !== 0) defects += 1;
    marks |= record.allMarks;
  }
  return { records, defects, hasQuotes: (marks & MARK.quoted) !== 0, endings };
}

/** The number of cells that most records have; 0 when there are none. */
export function findUsualWidth(records: readonly SampleRecord[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  let [usual, most] = [0, 0];
  for (const [width, count] of counts) {
    if (count > most || (count === most && width > usual)) [usual, most] = [width, count];
  }
  return usual;
}
