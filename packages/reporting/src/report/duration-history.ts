import type { ExpectedInterval, Judgement, RunState } from "@spm-ops/core";
import type { PastDuration } from "../chart/history-chart.js";
import { isGenerated } from "./generated-run.js";
import type { StepSummary } from "./step-summary.js";

/** How long the last runs of something took, oldest first, and this one. */
export interface DurationHistory {
  readonly title: string;
  readonly past: readonly PastDuration[];
  readonly current?: number | undefined;
  readonly isOdd: boolean;
  readonly expected?: ExpectedInterval | undefined;
}

interface HistorySources {
  readonly run: RunState;
  readonly title: string;
  readonly steps: readonly StepSummary[];
  readonly duration: Judgement | undefined;
  readonly earlierRuns: readonly RunState[];
}

/** As many runs as can be told apart in a small chart. */
const MOST_RUNS = 30;

/** The durations of the run as a whole and of each step over the last 30 runs that succeeded before it. */
export function toDurationHistories(sources: HistorySources): readonly DurationHistory[] {
  const { run, title, steps, duration } = sources;
  const earlier = sources.earlierRuns
    .filter((past) => past.procedureId === run.procedureId && past.runId !== run.runId)
    .filter((past) => past.status === "succeeded" && past.requestedAt <= run.requestedAt)
    .sort((one, other) => one.requestedAt - other.requestedAt)
    .slice(-MOST_RUNS);
  if (earlier.length === 0) return [];
  const whole = {
    title,
    past: toPast(earlier, toRunDuration),
    current: toRunDuration(run),
    isOdd: isOdd(duration),
    expected: duration?.expected,
  };
  const ofSteps = steps.map((step) => ({
    title: step.title,
    past: toPast(earlier, (past) => toStepDuration(past, step.stepId)),
    current: step.elapsedMs,
    isOdd: isOdd(step.duration),
    expected: step.duration?.expected,
  }));
  return [whole, ...ofSteps].filter(({ past }) => past.length > 0);
}

function toPast(
  runs: readonly RunState[],
  toDuration: (run: RunState) => number | undefined,
): readonly PastDuration[] {
  return runs.flatMap((run) => {
    const elapsedMs = toDuration(run);
    return elapsedMs === undefined ? [] : [{ elapsedMs, isGenerated: isGenerated(run) }];
  });
}

function toRunDuration({ steps, finishedAt }: RunState): number | undefined {
  const startedAt = steps[0]?.startedAt;
  return startedAt === undefined || finishedAt === undefined
    ? undefined
    : Math.max(0, finishedAt - startedAt);
}

function toStepDuration({ steps }: RunState, stepId: string): number | undefined {
  const step = steps.find((candidate) => candidate.stepId === stepId);
  return step?.status === "succeeded" ? step.elapsedMs : undefined;
}

function isOdd(judgement: Judgement | undefined): boolean {
  return judgement?.verdict === "too-high" || judgement?.verdict === "too-low";
}
