import type { FeedPreamble } from "../feed/feed-preamble.js";
import { type ColumnSample, createColumnSample, fits } from "./column-sample.js";
import { doubt, type FeedDoubt } from "./feed-doubt.js";
import { inferColumn } from "./infer-column.js";
import type { InferredColumn } from "./infer-day.js";
import { findUsualWidth, type SampleRecord } from "./sample-records.js";

/** Of what the records of a sample are made: lines before the header, the header, and columns. */
export interface InferredTable {
  readonly preamble: FeedPreamble | undefined;
  readonly header: "exact" | "none";
  readonly columns: readonly (ColumnSample & InferredColumn)[];
  /** Without header. */
  readonly records: readonly SampleRecord[];
  readonly doubts: readonly FeedDoubt[];
}

/** So many lines at most may stand before the header. */
const MOST_PREAMBLE_LINES = 20;

/** Finds the columns of a sample whose trailer was taken off. */
export function inferTable(all: readonly SampleRecord[]): InferredTable {
  const width = findUsualWidth(all);
  const doubts: FeedDoubt[] = [];
  const start = findStart(all, width);
  const before = (all[start]?.line ?? 1) - 1;
  if (before > 0) {
    const message = `the first ${before === 1 ? "line does" : `${before} lines do`} not look like the records below`;
    doubts.push(doubt("preamble-guessed", message, { alternatives: ['until: "header"'] }));
  }
  const [first, ...rest] = all.slice(start);
  const body = toColumns(rest, width);
  const kind = first === undefined ? "none" : judgeHeader(first.cells, body);
  if (kind === "unsure") {
    const message = "the first record could be a header or data, as all columns hold texts";
    doubts.push(doubt("header-unsure", message, { alternatives: ['header: "none"'] }));
  }
  if (kind === "unusable") {
    const message = "names of the header are empty or come twice, so that columns are told by their order";
    doubts.push(doubt("header-unusable", message));
  }
  const isNamed = kind === "sure" || kind === "unsure";
  const records = kind === "none" ? all.slice(start) : rest;
  const names = isNamed ? (first?.cells ?? []) : body.map((_, at) => `column_${at + 1}`);
  const columns = toColumns(records, width).map(({ cells }, at) => {
    const sample = createColumnSample(names[at] ?? "", cells);
    return { ...sample, ...inferColumn(sample) };
  });
  // A header that names nothing is skipped as if it were none.
  const skipped = kind === "unusable" ? (rest[0]?.line ?? before + 2) - 1 : before;
  return {
    preamble: skipped > 0 ? { lines: skipped } : undefined,
    header: isNamed ? "exact" : "none",
    ...{ columns, records, doubts },
  };
}

/** The first record that is as wide as most; 0 when that is too far down to be a header. */
function findStart(records: readonly SampleRecord[], width: number): number {
  if (width < 2) return 0;
  const start = records.findIndex(({ cells }) => cells.length === width);
  return start > 0 && (records[start]?.line ?? 1) <= MOST_PREAMBLE_LINES ? start : 0;
}

function toColumns(records: readonly SampleRecord[], width: number): readonly ColumnSample[] {
  return Array.from({ length: width }, (_, at) =>
    createColumnSample(
      "",
      records.filter(({ cells }) => cells.length === width).map(({ cells }) => cells[at] ?? ""),
    ),
  );
}

/** Whether the first record names the columns below it: it does where it holds what no value of a column could be. */
function judgeHeader(
  cells: readonly string[],
  body: readonly ColumnSample[],
): "sure" | "unsure" | "unusable" | "none" {
  const isUsable = cells.every((cell) => cell.trim() !== "") && new Set(cells).size === cells.length;
  const typed = body.flatMap((sample, at) => {
    const { column } = inferColumn(sample);
    return column.type === "text" || column.type === "enumeration" ? [] : [{ column, cell: cells[at] ?? "" }];
  });
  const [named, valued] = [
    typed.filter(({ column, cell }) => cell !== "" && !fits(column, [cell])),
    typed.filter(({ column, cell }) => cell !== "" && fits(column, [cell])),
  ];
  if (named.length > valued.length) return isUsable ? "sure" : "unusable";
  if (valued.length > 0 || !isUsable) return "none";
  return cells.some((cell) => /^[-\d.,/:]+$/.test(cell)) ? "none" : "unsure";
}
