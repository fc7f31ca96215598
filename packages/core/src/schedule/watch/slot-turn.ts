import type { ScheduleDocument } from "../schedule-document.js";

/** What becomes of a slot that is to run: it does now, it waits, or it never does. */
export type Turn = "now" | "later" | "never";

/**
 * Whether it is the turn of a slot, by the schedule's `overlappingRuns`.
 *
 * @param ahead the runs of the schedule that have not ended, and those of earlier slots that wait for their turn.
 */
export function slotTurn(policy: ScheduleDocument["overlappingRuns"], ahead: readonly string[]): Turn {
  if (ahead.length === 0 || policy === "allow") return "now";
  if (policy === "skip") return "never";
  return policy === "queue-all" || ahead.length === 1 ? "later" : "never";
}
