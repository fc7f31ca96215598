import { type Clock, type Found, isSpmError } from "@spm-ops/core";
import { findStart } from "../contract/find-start.js";
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
 * Looks for the task of a start whose answer was lost, among those of the object that were created since then by the
 * vendor's clock, as its answers tell it.
 *
 * To a user without access the vendor shows an empty list of tasks as if all were well, and hides the object itself.
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
  return findStart(
    {
      list: () => listCandidates(calls, { kind, object: id }, { since, until }, call),
      isVisible: () => isListed(objects, { kind, object: id }, call),
      settleMs,
    },
    { clock, ...call },
  );
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
