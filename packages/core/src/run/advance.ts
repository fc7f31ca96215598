import type { Clock } from "../clock.js";
import type { EffectEvent } from "../effect/effect-events.js";
import { isSettled } from "../effect/effect-state.js";
import { type EffectJournal, type EffectWork, performEffect } from "../effect/perform-effect.js";
import type { Guide } from "../guide/guide.js";
import type { Step } from "../guide/procedure.js";
import type { StepArguments } from "../guide/step.js";
import type { Stream } from "../log/stream.js";
import { isSpmError, SpmError } from "../spm-error.js";
import type { HeldClaim } from "./held-claim.js";
import { nextMove } from "./next-move.js";
import { type runKind, toEffect } from "./run-kind.js";
import type { RunProgress } from "./run-progress.js";
import type { RunState } from "./run-state.js";

export type RunStream = Stream<(typeof runKind)["events"], RunState>;

/** With what a run is moved: the guide it is pinned to, and the claim that gives the right to. */
export interface Advancing {
  readonly guide: Guide;
  readonly held: HeldClaim;
  /** Aborts when a person has cancelled the run. */
  readonly cancelled: AbortSignal;
  readonly clock: Clock;
  readonly progress: RunProgress;
}

/**
 * Moves a run until it has ended or waits: the only place where a run moves.
 *
 * The run is what its events say; every step is an effect of it, performed under the claim.
 */
export async function advanceRun(stream: RunStream, advancing: Advancing): Promise<RunState> {
  const { guide, held, progress } = advancing;
  const procedure = guide.procedure(stateOf(stream).procedureId);
  const input = procedure.input.parse(stateOf(stream).input);
  for (;;) {
    held.signal.throwIfAborted();
    await stream.refresh();
    const next = nextMove(procedure, stateOf(stream));
    if (next.move === "wait") return stateOf(stream);
    if (next.move === "finish") {
      await stream.append(() => [{ type: "run.finished", data: { outcome: next.outcome } }], held);
      progress.emit("run:finished", stateOf(stream));
      return stateOf(stream);
    }
    await performStep(stream, next.step, input, advancing);
    if (stateOf(stream).status === "in-doubt") return stateOf(stream);
  }
}

async function performStep(
  stream: RunStream,
  step: Step,
  input: unknown,
  advancing: Advancing,
): Promise<void> {
  const { held, cancelled, clock, progress } = advancing;
  const place = { runId: stream.id, stepId: step.id, title: step.title };
  const find = step.find?.bind(step);

  const argumentsFor = (
    attempt: Pick<StepArguments<unknown, unknown>, "key" | "attempt" | "intendedAt" | "signal" | "volume">,
  ) => ({
    ...attempt,
    runId: stream.id,
    input,
    outputs: outputsOf(stateOf(stream)),
    clock,
    progress: (report: Parameters<StepArguments<unknown, unknown>["progress"]>[0]) => {
      progress.emit("step:progress", { ...place, report });
    },
  });
  const work: EffectWork = {
    contract: step.effect,
    retry: step.retry,
    timeoutMs: step.timeoutMs,
    perform: async (attempt) => step.run(argumentsFor(attempt)),
    ...(find === undefined ? {} : { find: (attempt) => find(argumentsFor(attempt)) }),
    ...(step.accept === undefined ? {} : { accept: step.accept }),
  };

  progress.emit("step:started", place);
  const journal = journalOf(stream, step, held);
  try {
    await performEffect(work, journal, {
      clock,
      // What may be done only once is let finish: cutting it off would leave it in doubt.
      signal: step.effect === "once" ? held.signal : AbortSignal.any([held.signal, cancelled]),
      onRetry: (failure, attempt) => progress.emit("step:retrying", { ...place, failure, attempt }),
    });
  } catch (error) {
    if (!isSpmError(error, "run.cancelled") || held.signal.aborted) throw error;
    await cutOff(journal, error);
  }
  const state = stateOf(stream).steps.find(({ stepId }) => stepId === step.id);
  if (state !== undefined) progress.emit("step:finished", { ...place, state });
}

function journalOf(stream: RunStream, step: Step, { claim }: HeldClaim): EffectJournal {
  return {
    effectId: step.id,
    key: `${stream.id}/${step.id}`,
    get state() {
      return toEffect(stateOf(stream).steps.find(({ stepId }) => stepId === step.id));
    },
    async append(event: EffectEvent) {
      await stream.append((run) => [mayBegin(event, run)], { claim });
    },
  };
}

/** Nothing is begun of a run that was cancelled in the very moment. */
function mayBegin(event: EffectEvent, run: RunState | undefined): EffectEvent {
  if (event.type !== "effect.intended" || run?.cancellation === undefined) return event;
  const { reason } = run.cancellation;
  throw new SpmError("run.cancelled", `The run was cancelled: ${reason}`, { reason });
}

/** Keeps that a step was ended because its run was cancelled. One that was not begun has nothing to keep. */
async function cutOff({ effectId, state, append }: EffectJournal, error: SpmError): Promise<void> {
  if (state === undefined || isSettled(state)) return;
  const failure = { code: error.code, message: error.message };
  await append({
    type: "effect.failed",
    data: { effectId, attempt: state.attempts, failure, willRetry: false },
  });
}

/** What later steps see: the outputs of those that happened, by their ids. */
function outputsOf({ steps }: RunState): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    steps.filter(({ output }) => output !== undefined).map(({ stepId, output }) => [stepId, output]),
  );
}

function stateOf({ state, id }: RunStream): RunState {
  if (state === undefined) throw new TypeError(`${id} was never requested`);
  return state;
}
