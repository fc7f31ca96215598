import type { Log } from "../../log/log.js";
import { foldStream } from "../../log/stream.js";
import type { RunStatus } from "../../run/run-state.js";
import { type SlotState, slotKind } from "./slot-kind.js";
import { isRunOf, toRunId } from "./slot-run.js";

const UNFINISHED: readonly RunStatus[] = ["requested", "running", "waiting", "in-doubt", "held"];

/** The slots of a schedule that are to run and have no run yet, in order of time. */
export async function queuedSlots(log: Log, scheduleId: string): Promise<readonly SlotState[]> {
  const slots: SlotState[] = [];
  for await (const { stream } of log.list({
    kind: slotKind.name,
    subject: scheduleId,
    status: ["queued"],
  })) {
    const slot = foldStream(slotKind, await log.read(stream));
    if (slot?.status === "queued") slots.push(slot);
  }
  return slots.sort((a, b) => a.instantMs - b.instantMs);
}

/** The runs for slots of a schedule that have not ended. */
export async function unfinishedRuns(
  log: Log,
  { scheduleId, procedureId }: { readonly scheduleId: string; readonly procedureId: string },
): Promise<readonly string[]> {
  const runs: string[] = [];
  for await (const { stream } of log.list({ kind: "run", subject: procedureId, status: UNFINISHED })) {
    if (isRunOf(scheduleId, stream.id)) runs.push(stream.id);
  }
  return runs;
}

/** The runs that come before a new slot: those that have not ended, and those that are still to be asked for. */
export async function runsAhead(
  log: Log,
  of: { readonly scheduleId: string; readonly procedureId: string },
): Promise<readonly string[]> {
  // In this order: a slot that leaves the queue in between has its run already.
  const queued = await queuedSlots(log, of.scheduleId);
  const unfinished = await unfinishedRuns(log, of);
  return [...new Set([...unfinished, ...queued.map(({ slotId }) => toRunId(slotId))])];
}
