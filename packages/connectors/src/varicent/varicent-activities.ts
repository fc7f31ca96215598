import { isSpmError } from "@spm-ops/core";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { VaricentCalls } from "./varicent-calls.js";
import { type Activity, activityList, liveReply } from "./varicent-replies.js";

/** Where a run stands. A run of the scheduler may be listed twice, as the item and as the child at work. */
export type RunLook =
  | { readonly state: "live"; readonly entries: readonly Activity[] }
  | { readonly state: "ended"; readonly entries: readonly Activity[] }
  /** In neither list: between the two, or not kept any more. */
  | { readonly state: "absent" };

/**
 * Looks at one run: by itself among the live ones, then among the completed, then in the whole list of live ones.
 *
 * Filters of the vendor's lists are a help to it and no more: what comes is filtered here again.
 */
export async function lookAtRun(
  calls: VaricentCalls,
  progressId: string,
  { signal }: ConnectorCall,
): Promise<RunLook> {
  const operation = `ask how the run ${progressId} is doing`;
  const ours = (entries: readonly Activity[]) => entries.filter((entry) => entry.progressId === progressId);
  const alone = await calls
    .look({ path: `liveactivities/${progressId}`, operation, signal }, liveReply)
    .catch((error: unknown) => (isSpmError(error, "remote.not-found") ? [] : Promise.reject(error)));
  if (ours(alone).length > 0) return { state: "live", entries: ours(alone) };
  const query = { filter: `progressId=${progressId}` };
  const completed = ours(
    await calls.look({ path: "completedactivities", query, operation, signal }, activityList),
  );
  if (completed.length > 0) return { state: "ended", entries: completed };
  const live = ours(await calls.look({ path: "liveactivities", operation, signal }, activityList));
  return live.length > 0 ? { state: "live", entries: live } : { state: "absent" };
}

/** All activities that the model shows, by the number of their run. What ends in between is seen at least once. */
export async function listRuns(
  calls: VaricentCalls,
  { signal }: ConnectorCall,
): Promise<ReadonlyMap<string, readonly Activity[]>> {
  const runs = new Map<string, Activity[]>();
  for (const path of ["liveactivities", "completedactivities"]) {
    const operation = "list what runs and what ran";
    for (const entry of await calls.ask({ path, operation, signal }, activityList)) {
      runs.set(entry.progressId, [...(runs.get(entry.progressId) ?? []), entry]);
    }
  }
  return runs;
}
