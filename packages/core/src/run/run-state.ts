import type { Actor } from "../actor.js";
import type { EffectState, EffectStatus } from "../effect/effect-state.js";
import type { JsonValue } from "../json.js";

/** Where a run stands. `in-doubt` waits for a person or for the vendor's answer; it is neither success nor failure. */
export type RunStatus = "requested" | "running" | "in-doubt" | "succeeded" | "failed";

/** Where a step of a run stands: a step is an effect of its run. */
export type StepStatus = EffectStatus;

/** A step as the run log tells it. */
export interface StepState extends EffectState {
  readonly stepId: string;
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
  /** In the order in which they were first intended. */
  readonly steps: readonly StepState[];
}
