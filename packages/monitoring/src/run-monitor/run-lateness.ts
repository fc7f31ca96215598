import { createSlotLog, type Log, type RunState } from "@spm-ops/core";
import type { Figure } from "../expectation/figure.js";
import { toSlotRun } from "../slot/monitor/read-slot-runs.js";

/**
 * How late the run of a slot began, under the slot's own date in its zone; nothing for a run that has none, or has not
 * begun. It is learned from, so that a slot monitor knows what is usual; that a slot is late it tells itself, earlier.
 */
export async function readLateness(log: Log, run: RunState): Promise<Figure | undefined> {
  const { startedMs } = toSlotRun(run);
  if (run.slotId === undefined || startedMs === undefined) return undefined;
  const slot = await createSlotLog(log).find(run.slotId);
  if (slot === undefined) return undefined;
  const value = Math.max(0, startedMs - slot.instantMs);
  const { procedureId: subject, runId } = run;
  return { subject, measure: "latenessMs", runId, value, date: slot.nominal.slice(0, 10) };
}
