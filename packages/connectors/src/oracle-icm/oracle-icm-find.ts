import { type Clock, type Found, isSpmError } from "@spm-ops/core";
import { findStart } from "../contract/find-start.js";
import type { ConnectorCall, FindQuery, Handle } from "../contract/spm-connector.js";
import type { OracleIcmCalls } from "./oracle-icm-calls.js";
import { lookAtActivity } from "./oracle-icm-imports.js";
import type { OracleIcmObjects } from "./oracle-icm-objects.js";

export interface OracleIcmSearch {
  readonly calls: OracleIcmCalls;
  readonly objects: OracleIcmObjects;
  /** How long an activation may take to show. */
  readonly settleMs: number;
  readonly clock: Clock;
}

/**
 * Looks what became of a start whose answer was lost. An import activity tells whether it was activated, and nobody
 * else's can be taken for it; the requests of the Enterprise Scheduler are not listed, so of a job nobody can tell.
 */
export async function findObject(
  { calls, objects, settleMs, clock }: OracleIcmSearch,
  { request: { kind, object, staged } }: FindQuery,
  call: ConnectorCall,
): Promise<Found<Handle>> {
  if (kind !== "load" || (await objects.loads.get(kind, object, call)).settings.kind === "job") {
    return {
      state: "unknown",
      reason: "The vendor lists no requests. The Scheduled Processes page shows a person what was submitted.",
    };
  }
  const task = staged?.reference;
  if (staged === undefined || task === undefined) {
    return { state: "unknown", reason: "Without what was staged nobody can tell which activity is meant." };
  }
  const handle: Handle = { kind, object: staged.load, task };
  let isTold = false;
  const list = () =>
    calls.again(async () => {
      const { Activate } = await lookAtActivity(calls, task, call);
      isTold = /^(?:yes|no)$/i.test(Activate ?? "");
      return /^yes$/i.test(Activate ?? "") ? [handle] : [];
    }, call);
  try {
    return await findStart({ list, isVisible: async () => isTold, settleMs }, { clock, ...call });
  } catch (error) {
    if (!isSpmError(error, "remote.not-found", "auth.rejected")) throw error;
    return { state: "unknown", reason: `The activity ${task} is not shown: ${error.message}` };
  }
}
