import { type Clock, type FileSite, isSpmError, systemClock } from "@spm-ops/core";
import type { HistoryEntry } from "./find-in-history.js";
import { findHold, type LegalHold } from "./legal-hold.js";
import { hashOnSite } from "./look-at-move.js";
import type { RemovedItem, RetentionPlan } from "./plan-retention.js";

/** What became of one delivery that a plan lets go. Plain JSON. */
export interface RetentionOutcome {
  readonly entry: HistoryEntry;
  /** The rule of the plan. */
  readonly by: string;
  /**
   * `already-gone`: an earlier execution removed it, or somebody else. `kept-changed`: it is not the file of the plan.
   * `kept-held`: a hold is on it by now. `kept-last`: the newer version that was to stay is not there any more.
   * `unknown`: the answer to the removal was lost; the next execution tells.
   */
  readonly outcome: "removed" | "already-gone" | "kept-changed" | "kept-held" | "kept-last" | "unknown";
}

export interface RetentionCall {
  /** The legal holds as they are now. */
  readonly holds: readonly LegalHold[];
  /** Reads each file, and the one that stays in its place, and holds it against the digest in its name. @defaultValue false */
  readonly verifyDigest?: boolean | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Removes what a plan lets go, one delivery after the other, and tells each outcome as it happens.
 *
 * Before each removal it looks again: the same size and time as planned, no hold by now, the newer version still
 * there. To stop, leave the loop or abort; to continue, execute the same plan again: what is gone is told as such.
 *
 * @throws SpmError `remote.unavailable` when the site gives no answer, and what else a site throws; execute again.
 * @example
 * const entries = await findInHistory(site, { folder: "/history", feed: "orders" });
 * const plan = planRetention(entries, [{ id: "ten-years", keepDays: 3_653 }], { now });
 * for await (const { entry, outcome } of executeRetention(site, plan, { holds: [] })) console.log(entry.path, outcome);
 */
export async function* executeRetention(
  site: FileSite,
  plan: RetentionPlan,
  { holds, verifyDigest = false, clock = systemClock, signal }: RetentionCall,
): AsyncGenerator<RetentionOutcome, void> {
  for (const item of plan.items) {
    if (item.verdict !== "remove") continue;
    signal?.throwIfAborted();
    const { entry, by } = item;
    const isHeld = findHold(holds, entry, clock.now()) !== undefined;
    const outcome = isHeld ? "kept-held" : await removeIfPlanned(site, item, { verifyDigest, signal });
    yield { entry, by, outcome };
  }
}

interface Looking {
  readonly verifyDigest: boolean;
  readonly signal: AbortSignal | undefined;
}

async function removeIfPlanned(
  site: FileSite,
  { entry, survivor }: RemovedItem,
  looking: Looking,
): Promise<RetentionOutcome["outcome"]> {
  const found = await look(site, entry, looking);
  if (found === "absent") return "already-gone";
  if (found === "other") return "kept-changed";
  if (survivor !== undefined && (await look(site, survivor, looking)) !== "same") return "kept-last";
  try {
    await site.remove(entry.path, { signal: looking.signal });
    return "removed";
  } catch (error) {
    if (isSpmError(error, "file.not-found")) return "already-gone";
    if (isSpmError(error, "remote.unknown")) return "unknown";
    throw error;
  }
}

/** Whether a delivery of the plan still lies there as it did. */
async function look(
  site: FileSite,
  { path, sizeBytes, modifiedAt, sha256Prefix }: HistoryEntry,
  { verifyDigest, signal }: Looking,
): Promise<"absent" | "same" | "other"> {
  const found = await site.stat(path, { signal });
  if (found === undefined) return "absent";
  if (found.kind !== "file" || found.sizeBytes !== sizeBytes || found.modifiedAt !== modifiedAt)
    return "other";
  if (!verifyDigest) return "same";
  return (await hashOnSite(site, path, signal)).startsWith(sha256Prefix) ? "same" : "other";
}
