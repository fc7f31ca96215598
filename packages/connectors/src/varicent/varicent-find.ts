import { type Found, isSpmError } from "@spm-ops/core";
import { findStart } from "../contract/find-start.js";
import type { ConnectorCall, FindQuery, Handle } from "../contract/spm-connector.js";
import { listRuns } from "./varicent-activities.js";
import { SCHEDULE, toVendorId } from "./varicent-job.js";
import { toReportItem, type VaricentObject } from "./varicent-objects.js";
import { scheduleItem } from "./varicent-replies.js";
import { isWithin, type Sight, type Sought, toSight } from "./varicent-sight.js";
import { startRun, type VaricentStarts } from "./varicent-start.js";

/**
 * Looks for the run of a start whose answer was lost, among the activities that began since then by the vendor's clock.
 *
 * A run that tells nothing of whose it is leaves the answer unknown. How long the vendor keeps activities is not known,
 * so to see none is proof only while older ones are still shown. A report that nothing makes is looked up again.
 */
export async function findRun(
  starts: VaricentStarts,
  { request, since, until = Number.POSITIVE_INFINITY }: FindQuery,
  call: ConnectorCall,
): Promise<Found<Handle>> {
  const { kind } = request;
  try {
    const { id: object } = await starts.objects.get(kind, request.object, call);
    const started = kind === "report" ? await toReportItem(starts.objects, object, call) : object;
    return started === undefined
      ? { state: "happened", output: await startRun(starts, { kind, object }, call) }
      : await findStarted(starts, { kind, object, started, since, until }, call);
  } catch (error) {
    if (!isSpmError(error, "remote.not-found")) throw error;
    return { state: "unknown", reason: error.message };
  }
}

async function findStarted(
  starts: VaricentStarts,
  sought: Sought,
  call: ConnectorCall,
): Promise<Found<Handle>> {
  const { calls, objects, clock, settings } = starts;
  const { user, settleMs } = settings.activities;
  const known: VaricentObject[] = [];
  for (const kind of ["load", "process"] as const) {
    for await (const object of objects.list(kind, call)) known.push(object);
  }
  let sight: Sight = { ours: [], doubtful: [], reachesBack: false };
  const list = async () => {
    const runs = await listRuns(calls, call);
    sight = toSight(runs, sought, { known, user, clockAheadMs: calls.clockAheadMs() });
    return sight.ours;
  };
  const found = await findStart({ list, isVisible: async () => true, settleMs }, { clock, ...call });
  if (found.state !== "absent") return found;
  const reason = await toDoubt(starts, sought, sight, call);
  return reason === undefined ? found : { state: "unknown", reason };
}

/** Why the absence of a start is not certain, or nothing when it is. */
async function toDoubt(
  { calls }: VaricentStarts,
  { started, since, until }: Sought,
  { doubtful, reachesBack }: Sight,
  { signal }: ConnectorCall,
): Promise<string | undefined> {
  if (doubtful.length > 0) return `Nothing tells whose these runs are: ${doubtful.join(", ")}.`;
  if (!reachesBack) return "The activities of that time may not be shown any more.";
  if (!started.startsWith(SCHEDULE)) return undefined;
  const operation = `ask when the scheduler item ${toVendorId(started)} ran last`;
  const path = `scheduleitem/${toVendorId(started)}`;
  const { lastRun } = await calls.ask({ path, operation, signal }, scheduleItem);
  if (lastRun === undefined || !isWithin(lastRun - calls.clockAheadMs(), { since, until })) return undefined;
  return `The item ran at ${new Date(lastRun).toISOString()}, but no activity tells of it.`;
}
