import { type Clock, type Found, isSpmError } from "@spm-ops/core";
import { findStart } from "../contract/find-start.js";
import type { ConnectorCall, FindQuery, Handle } from "../contract/spm-connector.js";
import type { SalesforceCalls } from "./salesforce-calls.js";
import { lookAtJob } from "./salesforce-jobs.js";

export interface FindPolicy {
  /** How long a start may take to show in the state of its job. */
  readonly settleMs: number;
  readonly clock: Clock;
}

/**
 * Looks what became of a start whose answer was lost: the job that was staged is open still, or it is not. Nobody
 * else's start can be taken for it, whenever it was.
 *
 * A query that ran for nobody cannot be told from others, and is not looked for: it changed nothing.
 */
export async function findJob(
  calls: SalesforceCalls,
  { request: { kind, staged } }: FindQuery,
  { settleMs, clock }: FindPolicy,
  call: ConnectorCall,
): Promise<Found<Handle>> {
  if (kind !== "load") {
    return {
      state: "unknown",
      reason: "The vendor shows no query by its text. A second run changes nothing.",
    };
  }
  const task = staged?.reference;
  if (staged === undefined || task === undefined) {
    return { state: "unknown", reason: "Without what was staged nobody can tell which job is meant." };
  }
  const handle: Handle = { kind, object: staged.load, task };
  const list = () =>
    calls.again(async () => {
      const { state } = await lookAtJob(calls, handle, call);
      return state === "Open" ? [] : [handle];
    }, call);
  try {
    return await findStart({ list, isVisible: async () => true, settleMs }, { clock, ...call });
  } catch (error) {
    if (!isSpmError(error, "remote.not-found", "auth.rejected")) throw error;
    return { state: "unknown", reason: `The org does not show the job ${task}: ${error.message}` };
  }
}
