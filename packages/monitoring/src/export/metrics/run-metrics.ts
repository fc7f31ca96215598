import type { RunState, RunStatus } from "@spm-ops/core";
import type { MetricFamily } from "./metric-family.js";

/** How runs end, and where those stand that have not. */
const OUTCOMES = ["succeeded", "failed", "cancelled", "refused"] as const;
const STANDINGS = [
  "requested",
  "running",
  "waiting",
  "in-doubt",
  "held",
] as const satisfies readonly RunStatus[];

/** Bounds of durations: from a second to a working day. */
const BOUNDS_S = [1, 10, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800] as const;

/** What is shown of the runs of one procedure. */
interface ProcedureRuns {
  readonly labels: { readonly procedure: string };
  readonly runs: readonly RunState[];
}

/**
 * The families about runs. What has never been so has no series: a start that never was is not one in 1970.
 *
 * @param procedureIds those to be shown without a run too.
 */
export function runMetrics(
  runs: readonly RunState[],
  procedureIds: readonly string[],
  createdMs: number | undefined,
): readonly MetricFamily[] {
  const byProcedure = new Map<string, RunState[]>(procedureIds.map((id) => [id, []]));
  for (const run of runs) {
    const known = byProcedure.get(run.procedureId) ?? [];
    known.push(run);
    byProcedure.set(run.procedureId, known);
  }
  const procedures = [...byProcedure].map(([procedure, each]) => ({ labels: { procedure }, runs: each }));
  return [
    ...momentFamilies(procedures),
    lastOutcome(procedures),
    ...countFamilies(procedures, createdMs),
    durationHistogram(procedures, createdMs),
  ];
}

function momentFamilies(procedures: readonly ProcedureRuns[]): readonly MetricFamily[] {
  const latest = (figure: (run: RunState) => number | undefined) =>
    procedures.flatMap(({ labels, runs }) => {
      const moments = runs.map(figure).filter((moment) => moment !== undefined);
      return moments.length === 0 ? [] : [{ labels, value: latestOf(moments) / 1_000 }];
    });
  const durations = procedures.flatMap(({ labels, runs }) => {
    const duration = durationMs(lastEnded(runs));
    return duration === undefined ? [] : [{ labels, value: duration / 1_000 }];
  });
  const timestamp = { type: "gauge", unit: "seconds" } as const;
  return [
    {
      ...timestamp,
      name: "spm_ops_run_last_start_timestamp_seconds",
      help: "When a run of the procedure last began its first step.",
      points: latest(startOf),
    },
    {
      ...timestamp,
      name: "spm_ops_run_last_success_timestamp_seconds",
      help: "When a run of the procedure last ended well.",
      points: latest((run) => (run.status === "succeeded" ? run.finishedAt : undefined)),
    },
    {
      ...timestamp,
      name: "spm_ops_run_last_end_timestamp_seconds",
      help: "When a run of the procedure last ended, however it did.",
      points: latest(({ finishedAt }) => finishedAt),
    },
    {
      ...timestamp,
      name: "spm_ops_run_last_duration_seconds",
      help: "How long the run took that ended at spm_ops_run_last_end_timestamp_seconds, from its first step on.",
      points: durations,
    },
  ];
}

function lastOutcome(procedures: readonly ProcedureRuns[]): MetricFamily {
  return {
    name: "spm_ops_run_last_outcome",
    type: "stateset",
    help: "How the run ended that ended at spm_ops_run_last_end_timestamp_seconds.",
    points: procedures.flatMap(({ labels, runs }) => {
      const last = lastEnded(runs);
      if (last === undefined) return [];
      return [{ labels, states: Object.fromEntries(OUTCOMES.map((each) => [each, each === last.status])) }];
    }),
  };
}

function countFamilies(
  procedures: readonly ProcedureRuns[],
  createdMs: number | undefined,
): readonly MetricFamily[] {
  const count = <Status extends RunStatus>(statuses: readonly Status[], label: string) =>
    procedures.flatMap(({ labels, runs }) =>
      statuses.map((status) => ({
        labels: { ...labels, [label]: status },
        value: runs.filter((run) => run.status === status).length,
      })),
    );
  return [
    {
      name: "spm_ops_runs",
      type: "counter",
      help: "Runs that have ended, by how they did.",
      points: count(OUTCOMES, "outcome").map((point) => ({ ...point, createdMs })),
    },
    {
      name: "spm_ops_runs_unfinished",
      type: "gauge",
      help: "Runs that have not ended, by where they stand.",
      points: count(STANDINGS, "status"),
    },
  ];
}

function durationHistogram(
  procedures: readonly ProcedureRuns[],
  createdMs: number | undefined,
): MetricFamily {
  return {
    name: "spm_ops_run_duration_seconds",
    type: "histogram",
    unit: "seconds",
    help: "How long the runs took that succeeded, from their first step on.",
    points: procedures.map(({ labels, runs }) => {
      const succeeded = runs.filter(({ status }) => status === "succeeded");
      const seconds = succeeded
        .map(durationMs)
        .filter((duration) => duration !== undefined)
        .map((duration) => duration / 1_000);
      return {
        ...{ labels, createdMs },
        buckets: BOUNDS_S.map((atMost) => ({
          atMost,
          count: seconds.filter((each) => each <= atMost).length,
        })),
        count: seconds.length,
        sum: seconds.reduce((sum, each) => sum + each, 0),
      };
    }),
  };
}

function lastEnded(runs: readonly RunState[]): RunState | undefined {
  return runs
    .filter(({ finishedAt }) => finishedAt !== undefined)
    .reduce<RunState | undefined>(
      (last, run) => (last === undefined || (run.finishedAt ?? 0) >= (last.finishedAt ?? 0) ? run : last),
      undefined,
    );
}

/** When a run began its first step; nothing when it never did. */
function startOf({ steps }: RunState): number | undefined {
  const starts = steps.filter(({ attempts, wait }) => attempts > 0 || wait !== undefined);
  return starts.length === 0 ? undefined : Math.min(...starts.map(({ startedAt }) => startedAt));
}

/** A log's clock may have been set back: nothing takes less than no time. */
function durationMs(run: RunState | undefined): number | undefined {
  const startedAt = run && startOf(run);
  if (run?.finishedAt === undefined || startedAt === undefined) return undefined;
  return Math.max(0, run.finishedAt - startedAt);
}

/** Not by `Math.max(...)`, whose arguments have a limit that a year of runs may reach. */
export function latestOf(moments: readonly number[]): number {
  return moments.reduce((latest, moment) => Math.max(latest, moment), Number.NEGATIVE_INFINITY);
}
