import { SpmError } from "@spm-ops/core";
import type { StageableFile } from "./stageable-file.js";

/**
 * Refuses a file of which it is certain that it could not be loaded, before anything is sent. An empty one never can.
 *
 * @param issues what is wrong with it, each beginning with a verb: `has no column Region`
 * @throws SpmError `file.refused` with all of them
 */
export function assertLoadable(file: StageableFile, issues: readonly string[] = []): void {
  const all = file.sizeBytes === 0 ? ["is empty", ...issues] : issues;
  if (all.length === 0) return;
  const reason = all.join("; ");
  throw new SpmError("file.refused", `${file.name} cannot be loaded: ${reason}. Nothing was sent.`, {
    path: file.name,
    reason,
  });
}
