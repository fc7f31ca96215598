import { periodOfFile } from "../../arrival/business-period.js";
import type { DateColumn } from "../../feed/column.js";
import type { Feed } from "../../feed/feed.js";
import { compileDayReader, toDayText } from "../column/cell-value.js";
import { toDayNumber } from "../column/date-check.js";
import type { Complaint } from "../finding/complaint.js";
import type { FindingLog } from "../finding/finding-log.js";
import { CellReader } from "../record/cell-text.js";
import type { RecordCheck } from "../row/record-check.js";
import { toPeriodDays } from "./period-days.js";

/** What is known of a file's period. */
export interface PeriodFacts {
  readonly fileName: string;
  /** The first day that is open, as `yyyy-MM-dd`. */
  readonly closedBefore: string | undefined;
}

/** Compiles the checks of a record's day against the file's period and the closed ones; `undefined` when there are none. */
export function compilePeriodCheck(
  feed: Feed,
  positions: readonly number[],
  facts: PeriodFacts,
): RecordCheck | undefined {
  const { period } = feed;
  const column = period === undefined ? undefined : feed.columns[period.column];
  if (period === undefined || column?.type !== "date") return undefined;
  const position = positions[Object.keys(feed.columns).indexOf(period.column)] ?? 0;
  const parts = [compileWithin(feed, facts), compileClosed(feed, facts)].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : bindDay(feed, column, position, parts);
}

/** One question about a day such as 20261031. */
interface DayCheck {
  readonly check: (day: number) => Complaint | undefined;
  readonly end?: ((log: FindingLog) => void) | undefined;
}

function bindDay(feed: Feed, column: DateColumn, position: number, parts: readonly DayCheck[]): RecordCheck {
  const reader = new CellReader(feed.dialect);
  const readDay = compileDayReader(column);
  return {
    check: (record, _recordNumber, problems) => {
      const day = readDay(reader.read(record, position));
      if (day === 0) return;
      for (const { check } of parts) {
        const complaint = check(day);
        if (complaint !== undefined) problems.addForCell(complaint, position);
      }
    },
    end: (log) => {
      for (const { end } of parts) end?.(log);
    },
  };
}

function compileClosed({ period }: Feed, { closedBefore }: PeriodFacts): DayCheck | undefined {
  const open = toDayNumber(closedBefore);
  if (open === undefined || closedBefore === undefined) return undefined;
  const complaint = {
    code: "closed-period-row",
    severity: period?.closed,
    detail: { closedBefore },
  } as const;
  return { check: (day) => (day < open ? complaint : undefined) };
}

function compileWithin(feed: Feed, { fileName }: PeriodFacts): DayCheck | undefined {
  const { period } = feed;
  const told = periodOfFile(feed, fileName);
  if (period === undefined || period.within === "any" || told === undefined) return undefined;
  const { severity } = period.within;
  const borne = toPeriodDays(told, period.within);
  // A name may tell a month 13: then no day is of the period, and one sentence about that is enough.
  const complaint =
    borne === undefined
      ? undefined
      : ({ code: "out-of-period-date", severity, detail: { period: told, ...borne } } as const);
  const first = toDayNumber(borne?.from) ?? Number.POSITIVE_INFINITY;
  const last = toDayNumber(borne?.to) ?? 0;
  let inside = 0;
  let [earliest, latest] = [Number.POSITIVE_INFINITY, 0];
  return {
    check: (day) => {
      if (day < earliest) earliest = day;
      if (day > latest) latest = day;
      if (day < first || day > last) return complaint;
      inside += 1;
      return undefined;
    },
    end: (log) => {
      if (inside > 0 || latest === 0) return;
      const detail = { period: told, earliest: toDayText(earliest), latest: toDayText(latest) };
      log.add({ code: "name-period-mismatch", detail }, period.column, () => ({}));
    },
  };
}
