import type { FoldedEvent } from "../log/stream-kind.js";
import type { runKind } from "../run/run-kind.js";
import type { RunState } from "../run/run-state.js";
import type { GuidePlan } from "./guide-plan-fixture.js";

/** A run, folded from zero, and what it was to follow. */
export interface ProvedRun {
  readonly run: RunState;
  readonly events: readonly FoldedEvent<(typeof runKind)["events"]>[];
  readonly steps: GuidePlan[number]["steps"];
}
