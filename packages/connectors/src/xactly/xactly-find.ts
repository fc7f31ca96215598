import { type Found, isSpmError } from "@spm-ops/core";
import { findStart } from "../contract/find-start.js";
import type { ConnectorCall, FindQuery, Handle } from "../contract/spm-connector.js";
import { ALREADY_RUNNING, listInvocations, listsOlder } from "./xactly-invocations.js";
import type { XactlyObject } from "./xactly-objects.js";
import type { Invocation } from "./xactly-replies.js";
import { startJob, type XactlyStarts } from "./xactly-start.js";

/** An answer takes its time, and clocks are compared by whole seconds. */
const CLOCK_TOLERANCE_MS = 2_000;

/**
 * Looks for a start whose answer was lost.
 *
 * An invocation of the pipeline that was made in that time by the vendor's clock is taken for ours. To see none is
 * proof only while older ones are still listed. A command leaves no trace, so a person has to look at what it does; a
 * query changes nothing and is sent again.
 */
export async function findJob(
  starts: XactlyStarts,
  query: FindQuery,
  call: ConnectorCall,
): Promise<Found<Handle>> {
  const { kind, object } = query.request;
  try {
    const found = await starts.objects.get(kind, object, call);
    if (found.act.kind === "pipeline") return await findInvocation(starts, found, query, call);
    if (found.act.kind === "select") {
      return { state: "happened", output: await startJob(starts, query.request, call) };
    }
    return { state: "unknown", reason: `The vendor keeps no record of the command "${found.act.command}".` };
  } catch (error) {
    if (!isSpmError(error, "remote.not-found")) throw error;
    return { state: "unknown", reason: error.message };
  }
}

async function findInvocation(
  { calls, clock, settings }: XactlyStarts,
  { id: object, name }: XactlyObject,
  { request: { kind }, since, until = Number.POSITIVE_INFINITY }: FindQuery,
  call: ConnectorCall,
): Promise<Found<Handle>> {
  const isWithin = ({ createdInstant }: Invocation) => {
    if (createdInstant === undefined) return true;
    const at = createdInstant - calls.clockAheadMs();
    return at >= since - CLOCK_TOLERANCE_MS && at <= until + CLOCK_TOLERANCE_MS;
  };
  const list = async () =>
    (await listInvocations(calls, name, call))
      .filter((each) => isWithin(each) && !ALREADY_RUNNING.test(each.status))
      .map((each): Handle => ({ kind, object, task: each.id }));
  const { settleMs } = settings.invocations;
  const found = await findStart({ list, isVisible: async () => true, settleMs }, { clock, ...call });
  if (found.state !== "absent") return found;
  const before = since - CLOCK_TOLERANCE_MS + calls.clockAheadMs();
  if (await listsOlder(calls, before, call)) return found;
  return { state: "unknown", reason: "The invocations of that time may not be listed any more." };
}
