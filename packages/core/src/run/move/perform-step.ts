import type { EffectEvent } from "../../effect/effect-events.js";
import type { EffectJournal } from "../../effect/effect-journal.js";
import { isSettled } from "../../effect/effect-state.js";
import { type EffectAttempt, type EffectWork, performEffect, toIntent } from "../../effect/perform-effect.js";
import type { AutomatedStep, Compensation } from "../../guide/procedure.js";
import type { StepArguments } from "../../guide/step/automated-step.js";
import { findDifference } from "../../guide/step/reconciliation.js";
import type { NewAttachment } from "../../log/attachment.js";
import { streamName } from "../../log/event.js";
import { isSpmError, SpmError } from "../../spm-error.js";
import { runKind } from "../run-kind.js";
import { compensationOf, isCompensation, type RunState } from "../run-state.js";
import { toEffect } from "../step-fold.js";
import { beginNext, freshEffect } from "./begin-next.js";
import { type Moving, outputsOf, runOf, stepStateOf } from "./moving.js";
import { nextMove } from "./next-move.js";

/** What is performed of a step: itself, or its compensation. */
interface Performance {
  readonly effectId: string;
  readonly title: string;
  readonly effect: Compensation["effect"];
  readonly work: EffectWork;
  /** Not cut off by a cancellation: what may be done only once, what undoes, and what could be undone if it is known. */
  readonly isLetFinish: boolean;
}

/** Performs an automated step to its outcome. `isIntended`: its intent was kept just now. */
export function performStep(moving: Moving, step: AutomatedStep, isIntended: boolean): Promise<void> {
  const { id: effectId, title, effect, reconcile = [] } = step;
  const outputs = () => outputsOf(runOf(moving));
  const work = toWork(moving, step, { effectId, title, outputs });
  const accept: EffectWork["accept"] = (output, volume) =>
    step.accept?.(output) ??
    findDifference(reconcile, volume, (stepId) => stepStateOf(runOf(moving), stepId)?.volume);
  const isLetFinish = effect === "once" || step.compensate !== undefined;
  return performAs(moving, { effectId, title, effect, isLetFinish, work: { ...work, accept } }, isIntended);
}

/** Undoes what a step has done. */
export function compensateStep(moving: Moving, step: AutomatedStep, isIntended: boolean): Promise<void> {
  const { compensate } = step;
  if (compensate === undefined) throw new TypeError(`${step.id} has no compensation`);
  const effectId = compensationOf(step.id);
  const title = `Undo: ${step.title}`;
  const outputs = () => ({
    ...outputsOf(runOf(moving)),
    compensated: stepStateOf(runOf(moving), step.id)?.output,
  });
  const work = toWork(moving, compensate, { effectId, title, outputs });
  return performAs(
    moving,
    { effectId, title, effect: compensate.effect, isLetFinish: true, work },
    isIntended,
  );
}

function toWork(
  { stream, input, services }: Moving,
  performed: Compensation | AutomatedStep,
  { effectId, title, outputs }: Pick<Performance, "effectId" | "title"> & { outputs(): unknown },
): EffectWork {
  const { clock, progress, redactor } = services;
  const argumentsFor = (attempt: EffectAttempt): StepArguments<unknown, unknown> => ({
    ...attempt,
    runId: stream.id,
    input,
    outputs: outputs(),
    clock,
    progress: ({ unit, note, ...counted }) => {
      const report = { ...counted, unit: redactor.text(unit), note: note && redactor.text(note) };
      progress.emit("step:progress", { runId: stream.id, stepId: effectId, title, report });
    },
  });
  const find = performed.find?.bind(performed);
  return {
    contract: performed.effect,
    retry: performed.retry,
    timeoutMs: performed.timeoutMs,
    perform: async (attempt) => performed.run(argumentsFor(attempt)),
    ...(find === undefined ? {} : { find: (attempt) => find(argumentsFor(attempt)) }),
  };
}

async function performAs(moving: Moving, performance: Performance, isIntended: boolean): Promise<void> {
  const { stream, held, cancelled, services } = moving;
  const { clock, progress, redactor } = services;
  const { effectId, title, effect, isLetFinish, work } = performance;
  const place = { runId: stream.id, stepId: effectId, title };
  progress.emit("step:started", place);
  const journal = journalOf(moving, effectId);
  try {
    if (isIntended) mayBegin(toIntent(journal, effect), runOf(moving));
    await performEffect(work, journal, {
      clock,
      signal: isLetFinish || cancelled.aborted ? held.signal : AbortSignal.any([held.signal, cancelled]),
      onRetry: ({ code, message }, attempt) => {
        const failure = { code: redactor.text(code), message: redactor.text(message) };
        progress.emit("step:retrying", { ...place, failure, attempt });
      },
      isIntended,
    });
  } catch (error) {
    // Where somebody has decided about the step in the meantime, the run is looked at again.
    const isDecided = stepStateOf(runOf(moving), effectId)?.decision !== undefined;
    if (held.signal.aborted || (!isDecided && !isSpmError(error, "run.cancelled", "log.conflict")))
      throw error;
    if (isSpmError(error, "run.cancelled")) await cutOff(journal, error);
  }
  const state = stepStateOf(runOf(moving), effectId);
  if (state !== undefined) progress.emit("step:finished", { ...place, state });
}

function journalOf(moving: Moving, effectId: string): EffectJournal {
  const { stream, held, services } = moving;
  const { log, redactor } = services;
  return {
    effectId,
    key: `${stream.id}/${effectId}`,
    get state() {
      return toEffect(stepStateOf(runOf(moving), effectId));
    },
    async append(event) {
      // What comes next is begun in the same write, where it is known already.
      const { claim } = held;
      const rules = [
        (run: RunState | undefined) => [mayBegin(stillHolding(moving, event, run), run)],
        (run: RunState | undefined) => beginNext(moving, run),
      ];
      await stream.append(rules, { claim, release: (ahead) => ahead?.finishedAt !== undefined });
      if (runOf(moving).finishedAt !== undefined) held.wasReleased();
    },
    async attach({ name, mediaType, content }: NewAttachment) {
      const bytes = redactor.bytes(content instanceof Uint8Array ? once(content) : content);
      const place = { kind: runKind.name, id: stream.id };
      const kept = await log.attach(place, bytes, { signal: held.signal });
      return { name, mediaType, ...kept };
    },
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * An event of an effect, unless it was decided on an older state: somebody has settled the step since, or it is no
 * longer what the run does next.
 *
 * @throws SpmError `log.conflict`
 */
function stillHolding(
  { procedure, stream }: Pick<Moving, "procedure" | "stream">,
  event: EffectEvent,
  run: RunState | undefined,
): EffectEvent {
  const { effectId } = event.data;
  const step = run && stepStateOf(run, effectId);
  const state = toEffect(step);
  const isDecided = step?.status === "skipped" || (state !== undefined && isSettled(state));
  const isResolved = state?.status === "retrying" && event.type === "effect.in-doubt";
  const isFirst = state === undefined && event.type === "effect.intended";
  const isNext = !isFirst || run === undefined || run.cancellation !== undefined || isToBegin();
  if (!isDecided && !isResolved && isNext) return event;
  throw new SpmError("log.conflict", `${effectId} of ${stream.id} was decided about in the meantime.`, {
    stream: streamName({ kind: runKind.name, id: stream.id }),
    expectedSeq: stream.seq,
    actualSeq: stream.seq,
  });

  function isToBegin(): boolean {
    return run !== undefined && freshEffect(nextMove(procedure, run), run)?.effectId === effectId;
  }
}

/** Nothing is begun of a run that was cancelled in the very moment, but what undoes. */
function mayBegin(event: EffectEvent, run: RunState | undefined): EffectEvent {
  const { cancellation } = run ?? {};
  if (event.type !== "effect.intended" || cancellation === undefined) return event;
  if (cancellation.compensate === true && isCompensation(event.data.effectId)) return event;
  const { reason } = cancellation;
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
