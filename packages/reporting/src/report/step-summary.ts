import type { Judgement, RecordedFailure, StepDecision, StepState, StepStatus, Volume } from "@spm-ops/core";
import type { Timing, TimingMark } from "../chart/timing-geometry.js";

/** A step of a run, as a report shows it. Times are milliseconds since 1970. */
export interface StepSummary {
  readonly stepId: string;
  readonly title: string;
  readonly status: StepStatus;
  readonly attempts: number;
  readonly startedAt: number;
  readonly finishedAt?: number | undefined;
  readonly elapsedMs?: number | undefined;
  readonly isFound: boolean;
  readonly volume?: Volume | undefined;
  readonly failure?: RecordedFailure | undefined;
  readonly refusal?: string | undefined;
  readonly doubt?: string | undefined;
  /** What a person decided about it instead of its performance. */
  readonly decision?: StepDecision | undefined;
  /** What was judged of its duration. */
  readonly duration?: Judgement | undefined;
  /** What was judged of its volumes. */
  readonly volumes: readonly Judgement[];
  /** Its place on the time axis of the run. */
  readonly timing: Timing;
}

interface StepContext {
  readonly title: string;
  readonly judgements: readonly Judgement[];
  readonly runStartedAt: number;
  readonly generatedAt: number;
}

/** A step with what was judged of it. */
export function toStepSummary(step: StepState, context: StepContext): StepSummary {
  const { judgements, title } = context;
  const duration = judgements.find(({ measure }) => measure === "durationMs");
  const { stepId, status, attempts, startedAt, finishedAt, elapsedMs, volume, failure, refusal, doubt } =
    step;
  const { decision } = step;
  return {
    ...{ stepId, title, status, attempts, startedAt, finishedAt, elapsedMs, volume, failure, refusal, doubt },
    decision,
    isFound: step.found === true,
    duration,
    volumes: judgements.filter(({ measure }) => measure !== "durationMs"),
    timing: toTiming(step, duration, context),
  };
}

function toTiming(step: StepState, duration: Judgement | undefined, context: StepContext): Timing {
  const { title, runStartedAt, generatedAt } = context;
  const endedAt = step.finishedAt ?? generatedAt;
  const elapsedMs = step.elapsedMs ?? Math.max(0, endedAt - step.startedAt);
  const begunMs = Math.max(0, step.startedAt - runStartedAt);
  // Only failed attempts and waits between them come before the attempt that settled the step.
  const startMs = step.attempts > 1 ? Math.max(begunMs, endedAt - elapsedMs - runStartedAt) : begunMs;
  return {
    label: title,
    begunMs,
    startMs,
    elapsedMs,
    expected: duration?.expected,
    mark: toMark(step, duration),
  };
}

function toMark({ status, decision }: StepState, duration: Judgement | undefined): TimingMark {
  if (decision !== undefined) return "decided";
  if (status === "failed" || status === "refused") return status;
  if (status === "in-doubt") return "in-doubt";
  if (status !== "succeeded") return "running";
  return duration?.verdict ?? "not-judged";
}
