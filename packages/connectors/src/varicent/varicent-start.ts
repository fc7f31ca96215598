import { type Clock, isSpmError, SpmError } from "@spm-ops/core";
import type { ConnectorCall, Handle, StartRequest } from "../contract/spm-connector.js";
import type { VaricentCalls } from "./varicent-calls.js";
import { toStartPath, toTask } from "./varicent-job.js";
import { toReportItem, type VaricentObjects } from "./varicent-objects.js";
import type { VaricentSettings } from "./varicent-options.js";
import { globalActionReply, startReply } from "./varicent-replies.js";
import { findPublished } from "./varicent-report.js";

export interface VaricentStarts {
  readonly calls: VaricentCalls;
  readonly objects: VaricentObjects;
  readonly settings: Pick<VaricentSettings, "activities" | "reports">;
  readonly clock: Clock;
}

/**
 * Starts what is asked for, once. A published file that no item makes is only looked up; its handle names that very file.
 *
 * The vendor fails a second global action instead of keeping it waiting, so nothing is sent while one runs. Another may
 * begin in between; its refusal is told as busy, too.
 */
export async function startRun(
  starts: VaricentStarts,
  { kind, object }: StartRequest,
  call: ConnectorCall,
): Promise<Handle> {
  const { calls, objects, settings, clock } = starts;
  const { id, name } = await objects.get(kind, object, call);
  const started = kind === "report" ? await toReportItem(objects, id, call) : id;
  if (started === undefined) {
    return {
      kind,
      object: id,
      task: await findPublished(calls, { file: name, reports: settings.reports }, call),
    };
  }
  const operation = `start ${name} (${started})`;
  if (settings.activities.checkGlobalAction) await refuseMeanwhile(calls, operation, call);
  const sentAt = clock.now();
  const progressId = await calls.start({ path: toStartPath(started), operation, ...call }, startReply);
  return { kind, object: id, task: toTask({ progressId, startedAt: sentAt + calls.clockAheadMs() }) };
}

async function refuseMeanwhile(calls: VaricentCalls, operation: string, call: ConnectorCall): Promise<void> {
  if (!(await asksGlobalAction(calls, call))) return;
  throw new SpmError("remote.busy", `Could not ${operation}: a global action runs; nothing was sent.`, {
    operation,
  });
}

/** Where the question itself is not known, the vendor's refusal of the start has to do. */
async function asksGlobalAction(calls: VaricentCalls, { signal }: ConnectorCall): Promise<boolean> {
  const question = { path: "globalactionstatus", operation: "ask whether a global action runs", signal };
  try {
    return await calls.ask(question, globalActionReply);
  } catch (error) {
    if (isSpmError(error, "remote.not-found")) return false;
    throw error;
  }
}
