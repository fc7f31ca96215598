import type { Actor } from "../../actor.js";
import type { StreamWrite } from "../../log/log.js";
import { openStream } from "../../log/stream.js";
import { toStreamWrite } from "../../log/stream-write.js";
import { isSpmError } from "../../spm-error.js";
import { concurrencyKind } from "../concurrency-kind.js";
import { openRun } from "../open-run.js";
import { runKind } from "../run-kind.js";
import type { RunState, StepState } from "../run-state.js";
import type { RunnerServices } from "../runner-options.js";
import { type Moving, type NewRunEvent, outputsOf, runOf, stepStateOf } from "./moving.js";
import { nextMove } from "./next-move.js";

type Outcome = "succeeded" | "failed" | "cancelled" | "refused";

/** The events that end a run of which no other stream has to be told; none where one has to. */
export function finishedAlone(run: RunState, outcome: Outcome): readonly NewRunEvent[] {
  return run.calledBy === undefined && run.turn === undefined ? toEnd(run, outcome) : [];
}

/**
 * Ends a run. In the same write the step that waits for it is told what came of it, and the run after it under its
 * concurrency key has its turn: none of it can be without the rest.
 */
export async function finishRun(
  moving: Moving,
  outcome: Outcome,
  why: readonly NewRunEvent[] = [],
): Promise<void> {
  const { services, stream, held, procedure } = moving;
  const actor: Actor = { kind: "service", id: services.worker };
  for (;;) {
    const run = runOf(moving);
    if (runKind.ended?.includes(run.status) === true) return;
    // Somebody may have decided otherwise in the meantime: then the run is looked at again.
    const next = nextMove(procedure, run);
    if (outcome !== "refused" && (next.move !== "finish" || next.outcome !== outcome)) return;
    const events = [...why, ...toEnd(run, outcome)];
    const own = toStreamWrite(runKind, { id: stream.id, events, after: stream }, { ...services, actor });
    const others = [...(await toldToCaller(services, run, outcome)), ...(await nextTurn(services, run))];
    try {
      await services.log.appendAll([{ ...own, claim: held.claim, release: true }, ...others]);
      held.wasReleased();
      return;
    } catch (error) {
      if (!isSpmError(error, "log.conflict")) throw error;
    } finally {
      await stream.refresh();
    }
  }
}

/** What a run that ends leaves open is over with it. */
function toEnd(run: RunState, outcome: Outcome): readonly NewRunEvent[] {
  const open = run.steps.filter(({ status }) => status === "waiting");
  const failure = { code: "run.cancelled", message: "The run ended before it was done." };
  return [
    ...open.map(({ stepId }): NewRunEvent => ({ type: "step.failed", data: { stepId, failure } })),
    { type: "run.finished", data: { outcome } },
  ];
}

async function toldToCaller(
  services: RunnerServices,
  { runId, calledBy, steps }: RunState,
  outcome: Outcome,
): Promise<readonly StreamWrite[]> {
  if (calledBy === undefined) return [];
  const { stepId } = calledBy;
  const actor: Actor = { kind: "service", id: services.worker };
  const caller = await openRun(services, calledBy.runId, actor);
  if (caller.state === undefined || !isWaiting(stepStateOf(caller.state, stepId))) return [];
  const event: NewRunEvent =
    outcome === "succeeded"
      ? { type: "step.completed", data: { stepId, output: outputsOf({ steps }) } }
      : { type: "step.failed", data: { stepId, failure: toFailure(runId, outcome) } };
  return [toStreamWrite(runKind, { id: caller.id, events: [event], after: caller }, { ...services, actor })];
}

function isWaiting(step: StepState | undefined): boolean {
  return step?.status === "waiting";
}

function toFailure(runId: string, outcome: Outcome) {
  const code = outcome === "cancelled" ? "run.cancelled" : "run.failed";
  return { code, message: `Its run ${runId} has ended: ${outcome}.` };
}

/** Leaves the turn to the run that has waited longest for it. */
async function nextTurn(
  services: RunnerServices,
  { runId, turn }: RunState,
): Promise<readonly StreamWrite[]> {
  if (turn === undefined) return [];
  const actor: Actor = { kind: "service", id: services.worker };
  const writing = { ...services, actor };
  const key = await openStream(services.log, concurrencyKind, turn.key, writing);
  const runIds = key.state?.runIds ?? [];
  if (!runIds.includes(runId)) return [];
  const left = toStreamWrite(
    concurrencyKind,
    { id: key.id, events: [{ type: "turn.left", data: { runId } }], after: key },
    writing,
  );
  const [first, second] = runIds;
  if (first !== runId || second === undefined) return [left];
  const next = await openRun(services, second, actor);
  const events: readonly NewRunEvent[] = [{ type: "run.admitted", data: { key: turn.key } }];
  return [left, toStreamWrite(runKind, { id: next.id, events, after: next }, writing)];
}
