import type { Guide } from "../../guide/guide.js";
import type { AnyProcedure } from "../../guide/procedure.js";
import type { JsonValue } from "../../json.js";
import type { HeldClaim } from "../../log/held-claim.js";
import type { Stream } from "../../log/stream.js";
import type { EventOf } from "../../log/stream-kind.js";
import type { runKind } from "../run-kind.js";
import type { RunState, StepState } from "../run-state.js";
import type { RunnerServices } from "../runner-options.js";

type RunEvents = (typeof runKind)["events"];

/** A run as it is read and written. */
export type RunStream = Stream<RunEvents, RunState>;

/** An event of a run before it is kept. */
export type NewRunEvent = EventOf<RunEvents>;

/** A run that is being moved: what it follows, and the claim that gives the right to. */
export interface Moving {
  readonly services: RunnerServices;
  readonly stream: RunStream;
  readonly guide: Guide;
  readonly procedure: AnyProcedure;
  /** The input of the run, as its procedure reads it. */
  readonly input: unknown;
  readonly held: HeldClaim;
  /** Aborts when a person has cancelled the run. */
  readonly cancelled: AbortSignal;
  /** Moves another run: one that this one calls. */
  moveOther(runId: string, call: { readonly signal: AbortSignal }): Promise<RunState>;
}

/** The state of a run that is being moved. */
export function runOf({ stream }: Pick<Moving, "stream">): RunState {
  if (stream.state === undefined) throw new TypeError("the run was claimed, so it has events");
  return stream.state;
}

export function stepStateOf({ steps }: Pick<RunState, "steps">, id: string): StepState | undefined {
  return steps.find(({ stepId }) => stepId === id);
}

/** What later steps see: the outputs of those that happened, by their ids. */
export function outputsOf({ steps }: Pick<RunState, "steps">): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(
    steps.flatMap(({ stepId, output }) => (output === undefined ? [] : [[stepId, output]])),
  );
}
