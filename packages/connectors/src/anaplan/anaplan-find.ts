import { type Clock, type Found, isSpmError } from "@spm-ops/core";
import type { ConnectorCall, FindQuery, Handle } from "../contract/spm-connector.js";
import { type AnaplanCalls, objectPath } from "./anaplan-calls.js";
import type { AnaplanObjects } from "./anaplan-objects.js";
import { taskPage } from "./anaplan-replies.js";

export interface FindPolicy {
  /** How long a start may take to show in the list. */
  readonly settleMs: number;
  readonly clock: Clock;
}

/** The vendor tells its clock in whole seconds only, and an answer takes its time. */
const CLOCK_TOLERANCE_MS = 2_000;

/**
 * Looks for the task of a start whose answer was lost. The vendor takes no key of ours, so this is a conclusion:
 *
 * - Tasks of the object that were created since then are candidates, by the vendor's clock as its answers tell it.
 * - One candidate: it happened. Somebody else's start of the same object in the same moment would be taken for ours;
 *   its effect is the same.
 * - Several: nobody can tell which is ours, or whether there are two of ours. A person has to look.
 * - None, and none a while later: absent, but only if the model lists the object. To a user without access the vendor
 *   shows an empty list of tasks as if all were well, and hides the object itself.
 */
export async function findTask(
  { calls, objects }: { readonly calls: AnaplanCalls; readonly objects: AnaplanObjects },
  { request: { kind, object }, since, until }: FindQuery,
  { settleMs, clock }: FindPolicy,
  call: ConnectorCall,
): Promise<Found<Handle>> {
  const id = await toId(objects, { kind, object }, call);
  if (id === undefined)
    return { state: "unknown", reason: `The model shows no ${kind} "${object}" to this user.` };
  const look = () => listCandidates(calls, { kind, object: id }, { since, until }, call);

  let candidates = await look();
  if (candidates.length === 0) {
    await clock.wait(settleMs, call);
    candidates = await look();
  }
  const [candidate, ...others] = candidates;
  if (candidate !== undefined) {
    if (others.length === 0) return { state: "happened", output: candidate };
    const tasks = candidates.map(({ task }) => task).join(", ");
    return {
      state: "unknown",
      reason: `${candidates.length} tasks of ${id} were created since then: ${tasks}.`,
    };
  }
  if (await isListed(objects, { kind, object: id }, call)) return { state: "absent" };
  return {
    state: "unknown",
    reason: `No task of ${id} is shown, but neither is ${id} itself: the user may have lost access to the model.`,
  };
}

async function toId(
  objects: AnaplanObjects,
  { kind, object }: FindQuery["request"],
  call: ConnectorCall,
): Promise<string | undefined> {
  try {
    return (await objects.get(kind, object, call)).id;
  } catch (error) {
    if (isSpmError(error, "remote.not-found")) return undefined;
    throw error;
  }
}

async function listCandidates(
  calls: AnaplanCalls,
  { kind, object }: Pick<Handle, "kind" | "object">,
  { since, until = Number.POSITIVE_INFINITY }: Pick<FindQuery, "since" | "until">,
  { signal }: ConnectorCall,
): Promise<readonly Handle[]> {
  const path = `${objectPath(kind, object)}/tasks`;
  const candidates: Handle[] = [];
  for await (const task of calls.pages(
    { path, operation: `list the tasks of ${object}`, signal },
    taskPage,
  )) {
    const createdAt = task.creationTime - calls.http.clockAheadMs();
    if (createdAt < since - CLOCK_TOLERANCE_MS || createdAt > until + CLOCK_TOLERANCE_MS) continue;
    candidates.push({ kind, object, task: task.taskId });
  }
  return candidates;
}

/** To a user without access the list itself is not there. */
async function isListed(
  objects: AnaplanObjects,
  { kind, object }: Pick<Handle, "kind" | "object">,
  call: ConnectorCall,
): Promise<boolean> {
  try {
    for await (const { id } of objects.list(kind, call)) if (id === object) return true;
  } catch (error) {
    if (!isSpmError(error, "remote.not-found")) throw error;
  }
  return false;
}
