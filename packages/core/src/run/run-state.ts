import type { Actor } from "../actor.js";
import type { EffectState, EffectStatus, RecordedFailure } from "../effect/effect-state.js";
import type { JsonValue } from "../json.js";
import type { ManualState } from "./manual-state.js";

/**
 * Where a run stands.
 *
 * `waiting` waits for people, for a moment, for another run or for its turn. `in-doubt` waits for a person or for the
 * vendor's answer; it is neither success nor failure. `held` waits until a person releases it. `refused` never began.
 */
export type RunStatus =
  | "requested"
  | "running"
  | "waiting"
  | "in-doubt"
  | "held"
  | "succeeded"
  | "failed"
  | "cancelled"
  | "refused";

/**
 * Where a step of a run stands.
 *
 * `waiting`: it has begun and waits for people, a moment or another run. `pending`: the run has not come to it yet, but
 * people have acted on it already. `skipped`: a person has decided to do without it.
 */
export type StepStatus = EffectStatus | "waiting" | "pending" | "skipped";

/** What a person decided, and why. */
export interface RunDecision {
  readonly by: Actor;
  readonly at: number;
  readonly reason: string;
}

/** The wish to end a run; with it, to undo what it has done. */
export interface RunCancellation extends RunDecision {
  readonly compensate?: boolean | undefined;
}

/** What decided about a step instead of its performance. */
export interface StepDecision extends RunDecision {
  /** `reused`: its result comes from the run that this one repeats. */
  readonly as: "skipped" | "overridden" | "reused";
  /** Who submitted the form, where the result of a manual step is reused. */
  readonly preparer?: Actor | undefined;
}

/** What a step that has begun waits for. Moments are milliseconds since 1970 by the log's clock. */
export interface StepWait {
  readonly kind: "manual" | "waiting" | "calling";
  /** When it ends by itself. */
  readonly untilMs?: number | undefined;
  /** By when it has to be done. */
  readonly dueMs?: number | undefined;
  /** The next moment at which somebody has to be called. */
  readonly escalateMs?: number | undefined;
  /** The run that it waits for. */
  readonly runId?: string | undefined;
}

/** A step as the run log tells it. */
export interface StepState extends Omit<EffectState, "status"> {
  readonly stepId: string;
  readonly status: StepStatus;
  readonly decision?: StepDecision | undefined;
  readonly wait?: StepWait | undefined;
  /** What people have done of a manual step. */
  readonly manual?: ManualState | undefined;
  /** What a waiting step was told. */
  readonly told?: JsonValue | undefined;
}

/** Which run this one repeats, from which step on, and why. */
export interface RerunOrigin {
  readonly runId: string;
  readonly fromStepId: string;
  readonly reason: string;
}

/** Which step of which run waits for this one. */
export interface RunCaller {
  readonly runId: string;
  readonly stepId: string;
}

/** The turn of a run among those of its concurrency key. */
export interface RunTurn {
  readonly key: string;
  readonly hasCome: boolean;
}

/** A run that is put off because its worker was in trouble. */
export interface RunPostponement {
  /** Milliseconds since 1970. Somebody who knows better may move the run before. */
  readonly untilMs: number;
  /** How often, one time after the other. */
  readonly times: number;
  readonly trouble: RecordedFailure;
}

/** A run as a fold over its events. */
export interface RunState {
  readonly runId: string;
  readonly procedureId: string;
  /** The version of the guide that the run is pinned to. */
  readonly guideHash: string;
  readonly input: JsonValue;
  /** Free marks, for example `{ origin: "generated" }`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly status: RunStatus;
  readonly requestedAt: number;
  readonly requestedBy: Actor;
  readonly finishedAt?: number | undefined;
  /** How often a worker took the run up again after another one had begun it. */
  readonly resumptions: number;
  readonly rerunOf?: RerunOrigin | undefined;
  readonly calledBy?: RunCaller | undefined;
  /** The slot of a schedule that it is performed for. */
  readonly slotId?: string | undefined;
  readonly turn?: RunTurn | undefined;
  /** Why it was refused: it never began. */
  readonly refusal?: readonly string[] | undefined;
  /** Asked for, and final: nothing more of the run is begun, but what is to be compensated. */
  readonly cancellation?: RunCancellation | undefined;
  /** As long as it stands, no step is begun. */
  readonly hold?: RunDecision | undefined;
  readonly postponement?: RunPostponement | undefined;
  /** In the order in which they were first intended, opened or decided about. */
  readonly steps: readonly StepState[];
}

/** The id under which the compensation of a step stands in the log, beside the step itself. */
export function compensationOf(stepId: string): string {
  return `${stepId}.compensation`;
}

/** Whether an id in the log is that of a compensation. */
export function isCompensation(effectId: string): boolean {
  return effectId.endsWith(compensationOf(""));
}
