import type { Actor } from "../actor.js";
import type { EffectState, EffectStatus } from "../effect/effect-state.js";
import type { JsonValue } from "../json.js";

/**
 * Where a run stands.
 *
 * `in-doubt` waits for a person or for the vendor's answer; it is neither success nor failure. `held` waits until a
 * person releases it.
 */
export type RunStatus = "requested" | "running" | "in-doubt" | "held" | "succeeded" | "failed" | "cancelled";

/** Where a step of a run stands: a step is an effect of its run, unless a person has decided to do without it. */
export type StepStatus = EffectStatus | "skipped";

/** What a person decided, and why. */
export interface RunDecision {
  readonly by: Actor;
  readonly at: number;
  readonly reason: string;
}

/** What decided about a step instead of its performance. */
export interface StepDecision extends RunDecision {
  /** `reused`: its result comes from the run that this one repeats. */
  readonly as: "skipped" | "overridden" | "reused";
}

/** A step as the run log tells it. */
export interface StepState extends Omit<EffectState, "status"> {
  readonly stepId: string;
  readonly status: StepStatus;
  readonly decision?: StepDecision | undefined;
}

/** Which run this one repeats, from which step on, and why. */
export interface RerunOrigin {
  readonly runId: string;
  readonly fromStepId: string;
  readonly reason: string;
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
  /** Asked for, and final: nothing more of the run is begun. */
  readonly cancellation?: RunDecision | undefined;
  /** As long as it stands, no step is begun. */
  readonly hold?: RunDecision | undefined;
  /** In the order in which they were first intended or decided about. */
  readonly steps: readonly StepState[];
}
