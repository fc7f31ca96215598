import type { FeedTrailer } from "../feed/feed-declaration.js";
import { doubt, type FeedDoubt } from "./feed-doubt.js";
import { findUsualWidth, type SampleRecord } from "./sample-records.js";

/** What the first cell of a trailer usually says. */
const MARK = /^(trailer|trl|tr|tlr|t|z|99|total|totals|summe|sum|eof|end|footer|ftr)$/i;

interface InferredTrailer {
  readonly trailer: FeedTrailer | undefined;
  /** Without the trailer. */
  readonly records: readonly SampleRecord[];
  readonly doubts: readonly FeedDoubt[];
}

/** Takes the last record for a trailer if it is marked like one, and narrower than the others or counts them. */
export function inferTrailer(all: readonly SampleRecord[]): InferredTrailer {
  const last = all.at(-1);
  const records = all.slice(0, -1);
  const [mark = ""] = last?.cells ?? [];
  const isAlone = records.every(({ cells }) => cells[0] !== mark);
  const none = { trailer: undefined, records: all, doubts: [] };
  if (last === undefined || records.length < 2 || !MARK.test(mark) || !isAlone) return none;
  const width = findUsualWidth(records);
  const rows = records.length - records.findIndex(({ cells }) => cells.length === width);
  // With a header and without one.
  const counts = [rows - 1, rows].map(String);
  const at = last.cells.findIndex((cell, index) => index > 0 && counts.includes(cell));
  const isNarrow = last.cells.length < width;
  if (at < 0 && !isNarrow) return none;
  const message =
    at < 0
      ? "the last record looks like a trailer, and no cell of it is the number of records"
      : "the last record looks like a trailer; its other cells may be control totals";
  return {
    trailer: at < 0 ? { mark } : { mark, count: at + 1 },
    records,
    doubts: [doubt("trailer-guessed", message)],
  };
}
