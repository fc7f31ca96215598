import type { RunState } from "@spm-ops/core";

/** Whether a run was made up to have a history, by the label that says so: `origin: generated`. */
export function isGenerated(run: RunState): boolean {
  return run.labels["origin"] === "generated";
}
