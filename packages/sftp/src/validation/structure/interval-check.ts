import type { Feed } from "../../feed/feed.js";
import type { Encoding } from "../encoding/encoding.js";
import type { FindingLog } from "../finding/finding-log.js";
import { CellReader } from "../record/cell-text.js";
import type { RecordCheck } from "../row/record-check.js";
import { compileSpan, type DaySpan, toCountedDayText } from "./day-span.js";
import { compileEntry, joinEntry } from "./entry-reader.js";

/** So many gaps are shown. */
const SHOWN_GAPS = 5;

interface Interval extends DaySpan {
  readonly record: number;
}

/** Compiles the check of the intervals of a feed; `undefined` when it has none. */
export function compileIntervalCheck(
  feed: Feed,
  encoding: Encoding,
  positions: readonly number[],
): RecordCheck | undefined {
  const { intervals } = feed;
  if (intervals === undefined) return undefined;
  const names = Object.keys(feed.columns);
  const find = (name: string) => positions[names.indexOf(name)] ?? 0;
  const reader = new CellReader(feed.dialect);
  const readSpan = compileSpan(feed, intervals, { find, reader });
  const readKey = compileEntry(intervals.key.map(find), { reader, encoding });
  const { severity } = intervals;
  const cell = find(intervals.from);
  const key = intervals.key.join(" + ");
  /** The intervals of each key, in the order of their days; none of them overlap. */
  const known = new Map<string, Interval[]>();
  return {
    check: (record, recordNumber, problems) => {
      const values = readKey(record);
      const span = values === undefined ? undefined : readSpan(record);
      if (values === undefined || span === undefined) return;
      if (span.from > span.to) {
        const to = toCountedDayText(span.to);
        problems.addForCell({ code: "reversed-interval", severity, detail: { to } }, cell);
        return;
      }
      const entry = joinEntry(values);
      const spans = known.get(entry) ?? [];
      if (spans.length === 0) known.set(entry, spans);
      const other = insert(spans, { ...span, record: recordNumber });
      if (other === undefined) return;
      const detail = { key, firstRecord: other.record };
      problems.addForCell({ code: "overlapping-interval", severity, detail }, cell);
    },
    end: (log) => tellGaps(feed, known, log),
  };
}

/** Puts an interval in its place, or gives the one that it overlaps. */
function insert(spans: Interval[], span: Interval): Interval | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.from ?? 0) <= span.from) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [spans[low - 1], spans[low]];
  if (before !== undefined && before.to >= span.from) return before;
  if (after !== undefined && after.from <= span.to) return after;
  spans.splice(low, 0, span);
  return undefined;
}

function tellGaps(
  { columns, intervals }: Feed,
  known: ReadonlyMap<string, readonly Interval[]>,
  log: FindingLog,
): void {
  if (intervals === undefined || intervals.gaps === "allowed") return;
  const isShown = intervals.key.every((name) => columns[name]?.sensitive !== true);
  const gaps: string[] = [];
  let count = 0;
  for (const [entry, spans] of known) {
    for (const [at, { from }] of spans.entries()) {
      const before = spans[at - 1];
      if (before === undefined || from === before.to + 1) continue;
      count += 1;
      if (!isShown || gaps.length === SHOWN_GAPS) continue;
      const days = `${toCountedDayText(before.to + 1)} to ${toCountedDayText(from - 1)}`;
      gaps.push(`${entry.replaceAll("\0", " + ")}: ${days}`);
    }
  }
  if (count === 0) return;
  const detail = { key: intervals.key.join(" + "), count, gaps };
  log.add({ code: "interval-gap", severity: intervals.gaps, detail }, intervals.from, () => ({}));
}
