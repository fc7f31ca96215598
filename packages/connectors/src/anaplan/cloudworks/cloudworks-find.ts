import { type Clock, type Found, isSpmError } from "@spm-ops/core";
import { findStart } from "../../contract/find-start.js";
import type { ConnectorCall, FindQuery, Handle } from "../../contract/spm-connector.js";
import type { AnaplanCalls } from "../anaplan-calls.js";
import { CLOCK_TOLERANCE_MS } from "./cloudworks-mapping.js";
import { type CloudWorksObjects, isFlow, toPath, toVendorId } from "./cloudworks-objects.js";
import { type CloudWorksRun, flowPage, historyPage } from "./cloudworks-replies.js";
import { toTask } from "./cloudworks-task.js";

export interface CloudWorksSearch {
  readonly calls: AnaplanCalls;
  readonly objects: CloudWorksObjects;
  readonly settleMs: number;
  readonly clock: Clock;
}

/**
 * Looks for the run of a start whose answer was lost, in the history of the integration, or in the latest run of the
 * flow. Runs of a schedule are not ours.
 */
export async function findRun(
  { calls, objects, settleMs, clock }: CloudWorksSearch,
  { request: { kind, object: idOrName }, since, until = Number.POSITIVE_INFINITY }: FindQuery,
  call: ConnectorCall,
): Promise<Found<Handle>> {
  const object = await toId(objects, idOrName, call);
  if (kind !== "process" || object === undefined)
    return { state: "unknown", reason: `CloudWorks shows no ${kind} "${idOrName}" to this user.` };
  let hidden = false;
  const list = async () => {
    const handles: Handle[] = [];
    for await (const { id, startDate, triggerSource } of listRuns(calls, { object }, call)) {
      if (startDate === undefined || triggerSource?.startsWith("scheduled")) continue;
      const startedAt = startDate - calls.http.clockAheadMs();
      if (isFlow({ object }) && startedAt > until + CLOCK_TOLERANCE_MS) hidden = true;
      if (startedAt < since - CLOCK_TOLERANCE_MS || startedAt > until + CLOCK_TOLERANCE_MS) continue;
      if (!id) hidden = true;
      else handles.push({ kind, object, task: toTask({ object }, { runId: id, startedAt: startDate }) });
    }
    return handles;
  };
  const isVisible = async () => (await toId(objects, object, call)) !== undefined;
  const found = await findStart({ list, isVisible, settleMs }, { clock, ...call });
  if (found.state !== "absent" || !hidden) return found;
  return {
    state: "unknown",
    reason: "The vendor shows only the latest run of a flow, which tells too little.",
  };
}

async function* listRuns(
  calls: AnaplanCalls,
  { object }: Pick<Handle, "object">,
  { signal }: ConnectorCall,
): AsyncGenerator<CloudWorksRun> {
  const operation = `list the runs of ${object}`;
  const query = { offset: "0", limit: "100" };
  if (!isFlow({ object })) {
    const path = `integrations/runs/${toVendorId({ object })}`;
    yield* calls.pages({ path, operation, query, signal }, historyPage);
    return;
  }
  for await (const { id, latestRun } of calls.pages(
    { path: "integrationflows", operation, query, signal },
    flowPage,
  )) {
    if (latestRun && toPath({ object }).endsWith(`/${encodeURIComponent(id)}`)) yield latestRun;
  }
}

async function toId(
  objects: CloudWorksObjects,
  idOrName: string,
  call: ConnectorCall,
): Promise<string | undefined> {
  try {
    for await (const { id, name } of objects.list("process", call)) {
      if (id === idOrName || name === idOrName) return (await objects.get("process", idOrName, call)).id;
    }
  } catch (error) {
    if (!isSpmError(error, "remote.not-found", "auth.rejected")) throw error;
  }
  return undefined;
}
