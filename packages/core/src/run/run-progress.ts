import { EventEmitter } from "eventemitter3";
import type { RecordedFailure } from "../effect/effect-state.js";
import type { StepProgress } from "../guide/step/automated-step.js";
import type { RunState, StepState, StepWait } from "./run-state.js";

/** Which step of which run. */
export interface StepPlace {
  readonly runId: string;
  readonly stepId: string;
  readonly title: string;
}

/** What happens, while it happens: a convenience for screens, never the record. */
export interface RunProgressEvents {
  "run:started": (run: RunState) => void;
  "run:resumed": (run: RunState) => void;
  "step:started": (step: StepPlace) => void;
  "step:progress": (step: StepPlace & { readonly report: StepProgress }) => void;
  "step:retrying": (
    step: StepPlace & { readonly failure: RecordedFailure; readonly attempt: number },
  ) => void;
  "step:waiting": (step: StepPlace & { readonly wait: StepWait }) => void;
  "step:finished": (step: StepPlace & { readonly state: StepState }) => void;
  "run:finished": (run: RunState) => void;
}

export type RunProgress = EventEmitter<RunProgressEvents>;

/** Creates the emitter that a runner tells its progress. */
export function createRunProgress(): RunProgress {
  return new EventEmitter<RunProgressEvents>();
}
