import { z } from "zod";
import { KINDS_OF_DAYS } from "../effect/day-effects.js";
import type { DeclaredFigure } from "../expectation-options.js";
import { toSeriesKey } from "../figure.js";
import { copyState } from "../model/series-state.js";
import { numbers, seriesStateSnapshot } from "../model/series-state-snapshot.js";
import { beginRecord, copyRecord, type SeriesRecord } from "./series-record.js";
import type { SeriesSurroundings } from "./series-surroundings.js";
import { copySimilarRuns } from "./similar-runs.js";
import type { Memory, TaughtSeries } from "./taught-series.js";

const teachingSnapshot = z.object({
  runId: z.string(),
  date: z.string(),
  kind: z.enum(["scheduled", "ad-hoc", "re-run", "backfill"]).optional(),
  rowsGiven: z.number().optional(),
  value: z.number(),
  isCutOff: z.boolean(),
  lesson: z.enum(["usual", "expected", "new-level", "none"]),
});

/** A series as it is kept, with so many effects. */
export function seriesSnapshot(effects: number) {
  const record = z.object({
    state: seriesStateSnapshot(effects).optional(),
    counts: z.object({ sum: z.number(), runs: z.number(), dispersion: z.number() }),
    zeros: z.number(),
    similar: z.object({ days: numbers(KINDS_OF_DAYS), values: numbers(KINDS_OF_DAYS) }),
  });
  return z.object({
    subject: z.string(),
    measure: z.string(),
    record,
    memory: z.object({ record, teachings: z.array(teachingSnapshot) }).optional(),
  });
}

export type SeriesSnapshot = z.output<ReturnType<typeof seriesSnapshot>>;
type RecordSnapshot = SeriesSnapshot["record"];

export function toSeriesSnapshot({ record, memory }: TaughtSeries): SeriesSnapshot {
  return {
    ...record.name,
    record: toRecordSnapshot(record),
    memory: memory === undefined ? undefined : toMemorySnapshot(memory),
  };
}

function toRecordSnapshot(record: SeriesRecord): RecordSnapshot {
  const { state, counts, zeros, similar } = copyRecord(record);
  return { state, counts, zeros, similar };
}

function toMemorySnapshot({ record, teachings }: Memory): SeriesSnapshot["memory"] {
  return {
    record: toRecordSnapshot(record),
    // The list grows with every run, and its members never change.
    teachings: teachings.slice(),
  };
}

/** The series of a snapshot, with what is declared of it now. */
export function takeUpSeries(
  surroundings: SeriesSurroundings,
  { subject, measure, record, memory }: SeriesSnapshot,
  declared: DeclaredFigure | undefined,
): TaughtSeries {
  const begun = beginRecord(surroundings, { subject, measure }, declared);
  return {
    key: toSeriesKey(begun.name),
    record: takeUpRecord(begun, record),
    memory:
      memory === undefined
        ? undefined
        : { record: takeUpRecord(begun, memory.record), teachings: memory.teachings.slice() },
  };
}

function takeUpRecord(begun: SeriesRecord, kept: RecordSnapshot): SeriesRecord {
  const { state, counts, zeros, similar } = kept;
  const { name, declared } = begun;
  const known = state === undefined ? copyRecord(begun).state : copyState(state);
  return { name, declared, state: known, counts, zeros, similar: copySimilarRuns(similar) };
}
