import type { RunState, StepState } from "@spm-ops/core";
import type { GaugeFamily, Labels, MetricFamily } from "./metric-family.js";
import { latestOf } from "./run-metrics.js";

/** The performances of one step, in whichever run. */
interface StepPerformances {
  readonly labels: Labels;
  readonly performances: StepState[];
}

/**
 * The families about steps. Duration and volumes are those of the performance that ended last, and of no other: what
 * it did not tell has no series, rather than the figure of an earlier one.
 */
export function stepMetrics(runs: readonly RunState[]): readonly MetricFamily[] {
  const steps = [...collectSteps(runs).values()];
  return [...momentFamilies(steps), ...volumeFamilies(steps)];
}

function collectSteps(runs: readonly RunState[]): ReadonlyMap<string, StepPerformances> {
  const steps = new Map<string, StepPerformances>();
  for (const { procedureId, steps: each } of runs) {
    for (const step of each.filter(isPerformed)) {
      const key = JSON.stringify([procedureId, step.stepId]);
      const labels = { procedure: procedureId, step: step.stepId };
      const known: StepPerformances = steps.get(key) ?? { labels, performances: [] };
      known.performances.push(step);
      steps.set(key, known);
    }
  }
  return steps;
}

/** Whether the guide's own way was gone: not where a person decided instead. */
function isPerformed({ attempts, wait, decision }: StepState): boolean {
  return decision === undefined && (attempts > 0 || wait !== undefined);
}

function momentFamilies(steps: readonly StepPerformances[]): readonly MetricFamily[] {
  const latest = (figure: (step: StepState) => number | undefined) =>
    steps.flatMap(({ labels, performances }) => {
      const moments = performances.map(figure).filter((moment) => moment !== undefined);
      return moments.length === 0 ? [] : [{ labels, value: latestOf(moments) / 1_000 }];
    });
  const timestamp = { type: "gauge", unit: "seconds" } as const;
  return [
    {
      ...timestamp,
      name: "spm_ops_step_last_start_timestamp_seconds",
      help: "When the step was last begun.",
      points: latest(({ startedAt }) => startedAt),
    },
    {
      ...timestamp,
      name: "spm_ops_step_last_success_timestamp_seconds",
      help: "When the step last ended well.",
      points: latest(({ status, finishedAt }) => (status === "succeeded" ? finishedAt : undefined)),
    },
    {
      ...timestamp,
      name: "spm_ops_step_last_end_timestamp_seconds",
      help: "When the step last ended, however it did.",
      points: latest(({ finishedAt }) => finishedAt),
    },
    {
      ...timestamp,
      name: "spm_ops_step_last_duration_seconds",
      help: "How long the attempt took that ended at spm_ops_step_last_end_timestamp_seconds.",
      points: ofLast(steps, ({ elapsedMs }) => [
        [{}, elapsedMs === undefined ? undefined : elapsedMs / 1_000],
      ]),
    },
  ];
}

function volumeFamilies(steps: readonly StepPerformances[]): readonly MetricFamily[] {
  return [
    {
      name: "spm_ops_step_last_rows",
      type: "gauge",
      help: "Rows that were moved when the step last ended, by what became of them.",
      points: ofLast(steps, ({ volume }) => [
        [{ rows: "read" }, volume?.rowsRead],
        [{ rows: "written" }, volume?.rowsWritten],
        [{ rows: "rejected" }, volume?.rowsRejected],
      ]),
    },
    {
      name: "spm_ops_step_last_files",
      type: "gauge",
      help: "Files that were moved when the step last ended.",
      points: ofLast(steps, ({ volume }) => [[{}, volume?.files]]),
    },
    {
      name: "spm_ops_step_last_bytes",
      type: "gauge",
      unit: "bytes",
      help: "Bytes that were moved when the step last ended.",
      points: ofLast(steps, ({ volume }) => [[{}, volume?.bytes]]),
    },
  ];
}

type Figures = readonly (readonly [labels: Labels, value: number | undefined])[];

/** Figures of the performance of each step that ended last; those that are unknown are left out. */
function ofLast(
  steps: readonly StepPerformances[],
  figures: (step: StepState) => Figures,
): GaugeFamily["points"] {
  return steps.flatMap(({ labels, performances }) => {
    const ended = performances.filter(({ finishedAt }) => finishedAt !== undefined);
    const endedAt = latestOf(ended.map(({ finishedAt = 0 }) => finishedAt));
    const last = ended.findLast(({ finishedAt }) => finishedAt === endedAt);
    return (last === undefined ? [] : figures(last)).flatMap(([more, value]) =>
      value === undefined ? [] : [{ labels: { ...labels, ...more }, value }],
    );
  });
}
