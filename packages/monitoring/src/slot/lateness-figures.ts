import type { Figure } from "../expectation/figure.js";
import type { SlotFinding } from "./slot-finding.js";

/**
 * How late the run of each slot began, for the expectations to learn from: one figure a slot whose run has begun, under
 * the slot's own date in its zone. What a person began by hand says nothing of it, nor does a slot that was not to run.
 */
export function toLatenessFigures(findings: readonly SlotFinding[], subject: string): readonly Figure[] {
  return findings.flatMap(({ slot, run, latenessMs, excuse }) => {
    if (run === undefined || latenessMs === undefined) return [];
    if (excuse !== undefined || run.trigger !== "automatic") return [];
    const date = slot.nominal.slice(0, 10);
    return [{ subject, measure: "latenessMs", value: latenessMs, date, runId: run.runId }];
  });
}
