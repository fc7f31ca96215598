import type { RunState } from "@spm-ops/core";
import type { Incident } from "../../incident/incident.js";
import {
  type DatedJudgement,
  judgementMetrics,
  type PromiseFigures,
  promiseMetrics,
} from "./expectation-metrics.js";
import type { MetricFamily } from "./metric-family.js";
import { runMetrics } from "./run-metrics.js";
import { stepMetrics } from "./step-metrics.js";
import {
  type AvailabilityFigures,
  availabilityMetrics,
  incidentMetrics,
  type SlotFigures,
  slotMetrics,
} from "./watch-metrics.js";

/** What is known of the operations. What is left out is not shown; it is not shown as zero. */
export interface OperationsSnapshot {
  /**
   * All runs requested since a moment that stays, in any order: counters count them, and must not fall. Of one run the
   * last state counts.
   */
  readonly runs?: Iterable<RunState> | undefined;
  /** That moment, in milliseconds since 1970. */
  readonly countedSinceMs?: number | undefined;
  /** Procedures that are to be shown without a run too, with their titles. */
  readonly procedures?: readonly { readonly id: string; readonly title: string }[] | undefined;
  /** Of several about one figure the newest counts. */
  readonly judgements?: readonly DatedJudgement[] | undefined;
  readonly promise?: PromiseFigures | undefined;
  readonly incidents?: readonly Pick<Incident, "state" | "severity">[] | undefined;
  readonly availability?: readonly AvailabilityFigures[] | undefined;
  /** For example of the running day and the one before. */
  readonly slots?: readonly SlotFigures[] | undefined;
}

/**
 * What an operations team scrapes, as families of metrics. Pure.
 *
 * Ids of the guide stand in labels, so they may be any text. Whatever may be old stands beside its own timestamp, and
 * what is unknown has no series. Amounts of money are not among it: a float is no place for them.
 *
 * @example
 * const runLog = createRunLog(await openSqliteLog({ path: "operations.sqlite" }));
 * const answer = createMetricsHandler(async () => {
 *   const runs = [];
 *   for await (const run of runLog.list({ requestedFromMs: Date.UTC(2026, 0) })) runs.push(run);
 *   return toOperationsMetrics({ runs, countedSinceMs: Date.UTC(2026, 0) });
 * });
 */
export function toOperationsMetrics(snapshot: OperationsSnapshot): readonly MetricFamily[] {
  const { procedures = [], judgements, promise, incidents, availability, slots } = snapshot;
  const runs = [...new Map([...(snapshot.runs ?? [])].map((run) => [run.runId, run])).values()];
  const ids = procedures.map(({ id }) => id);
  const families = [
    procedureTitles(procedures),
    ...(snapshot.runs === undefined ? [] : runMetrics(runs, ids, snapshot.countedSinceMs)),
    ...(snapshot.runs === undefined ? [] : stepMetrics(runs)),
    ...(judgements === undefined ? [] : judgementMetrics(judgements)),
    ...(promise === undefined ? [] : promiseMetrics(promise)),
    ...(incidents === undefined ? [] : incidentMetrics(incidents)),
    ...(availability === undefined ? [] : availabilityMetrics(availability)),
    ...(slots === undefined ? [] : slotMetrics(slots)),
  ];
  return families.filter(({ points }) => points.length > 0);
}

function procedureTitles(procedures: NonNullable<OperationsSnapshot["procedures"]>): MetricFamily {
  const titles = new Map(procedures.map(({ id, title }) => [id, title]));
  return {
    name: "spm_ops_procedure",
    type: "info",
    help: "The procedures of the guide, with their titles.",
    points: [...titles].map(([procedure, title]) => ({ labels: { procedure }, facts: { title } })),
  };
}
