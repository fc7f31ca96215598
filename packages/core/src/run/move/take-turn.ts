import type { Actor } from "../../actor.js";
import type { StreamWrite } from "../../log/log.js";
import { openStream } from "../../log/stream.js";
import { toStreamWrite } from "../../log/stream-write.js";
import { isSpmError } from "../../spm-error.js";
import { concurrencyKind } from "../concurrency-kind.js";
import { openRun } from "../open-run.js";
import { runKind } from "../run-kind.js";
import type { RunState } from "../run-state.js";
import type { RunnerServices } from "../runner-options.js";
import { finishRun } from "./finish-run.js";
import { type Moving, type NewRunEvent, runOf } from "./moving.js";

/** Joins the runs of the concurrency key: has the turn at once, waits for it, or ends as refused, by the procedure's policy. */
export async function takeTurn(moving: Moving): Promise<void> {
  const { services, stream, held, procedure, input } = moving;
  const key = procedure.concurrency?.key(input);
  if (key === undefined) throw new TypeError(`${procedure.id} has no concurrency key`);
  const actor: Actor = { kind: "service", id: services.worker };
  const writing = { ...services, actor };
  const admitted: NewRunEvent = { type: "run.admitted", data: { key } };
  if (await callerHas(services, runOf(moving), key)) {
    await stream.append(() => [admitted], held);
    return;
  }
  const { whenBusy = "queue" } = procedure.concurrency ?? {};
  for (;;) {
    const others = await openStream(services.log, concurrencyKind, key, writing);
    const before = others.state?.runIds ?? [];
    const behind = before.at(-1);
    if (behind !== undefined && whenBusy === "refuse") {
      const why = `${before[0]} is under way, and there may be only one at a time`;
      await finishRun(moving, "refused", [{ type: "act.refused", data: { act: "begin the run", why } }]);
      return;
    }
    const joined = [{ type: "turn.joined", data: { runId: stream.id } } as const];
    const cancelled = whenBusy === "cancel-other" ? await toCancel(services, before, stream.id) : [];
    const own = behind === undefined ? admitted : ({ type: "run.queued", data: { key, behind } } as const);
    try {
      await services.log.appendAll([
        toStreamWrite(concurrencyKind, { id: key, events: joined, after: others }, writing),
        {
          ...toStreamWrite(runKind, { id: stream.id, events: [own], after: stream }, writing),
          claim: held.claim,
        },
        ...cancelled,
      ]);
      await stream.refresh();
      return;
    } catch (error) {
      if (!isSpmError(error, "log.conflict")) throw error;
      await stream.refresh();
    }
  }
}

/** Whether a run that waits for this one, or one that waits for that, has the turn: it would wait for itself. */
async function callerHas(services: RunnerServices, run: RunState, key: string): Promise<boolean> {
  if (run.calledBy === undefined) return false;
  const { state } = await openRun(services, run.calledBy.runId, { kind: "service", id: services.worker });
  if (state === undefined) return false;
  return (state.turn?.key === key && state.turn.hasCome) || callerHas(services, state, key);
}

/** The wish to end the runs before it, in the same write: whoever dies after it leaves nobody to wait in vain. */
async function toCancel(
  services: RunnerServices,
  runIds: readonly string[],
  by: string,
): Promise<readonly StreamWrite[]> {
  const writes: StreamWrite[] = [];
  const actor: Actor = { kind: "service", id: services.worker };
  const reason = `${by} takes its place, as the procedure's concurrency says`;
  for (const runId of runIds) {
    const other = await openRun(services, runId, actor);
    // One that has not ended in the meantime, and that nobody has cancelled already.
    if (other.state?.finishedAt !== undefined || other.state?.cancellation !== undefined) continue;
    const events: readonly NewRunEvent[] = [{ type: "run.cancel-requested", data: { reason } }];
    writes.push(toStreamWrite(runKind, { id: runId, events, after: other }, { ...services, actor }));
  }
  return writes;
}
