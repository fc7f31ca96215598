import { isSpmError } from "@spm-ops/core";
import { z } from "zod";
import type { ConnectorCall, Handle } from "../contract/spm-connector.js";
import type { HttpIntent } from "../http/http-request.js";
import type { SalesforceCalls } from "./salesforce-calls.js";

/** What we read of a job, and no more. A count that is absent is unknown. */
export const jobReply = z.object({
  id: z.string().min(1),
  state: z.string(),
  contentUrl: z.string().optional(),
  numberRecordsProcessed: z.number().nullish(),
  numberRecordsFailed: z.number().nullish(),
  errorMessage: z.string().nullish(),
});

export type SalesforceJob = z.output<typeof jobReply>;

/** States of a job that has been started, however it ended. `Aborted` may also be one that never was. */
const STARTED = ["UploadComplete", "InProgress", "JobComplete", "Failed"];
const ENDED = ["JobComplete", "Failed", "Aborted"];

/** The path of an ingest job or of a query job, or of all of them. */
export function jobPath(kind: Handle["kind"], id?: string): string {
  const collection = kind === "load" ? "jobs/ingest" : "jobs/query";
  return id === undefined ? collection : `${collection}/${encodeURIComponent(id)}`;
}

/** One look at a job. */
export function lookAtJob(
  calls: SalesforceCalls,
  { kind, task }: Pick<Handle, "kind" | "task">,
  { signal }: ConnectorCall,
): Promise<SalesforceJob> {
  const operation = `ask how the job ${task} is doing`;
  return calls.look({ path: jobPath(kind, task), operation, signal }, jobReply);
}

/** What a job is moved to, what a lost answer means, and in which states there is nothing left to move. */
interface Move {
  readonly state: "UploadComplete" | "Aborted";
  readonly intent: HttpIntent;
  readonly operation: string;
  readonly isDoneIn: readonly string[];
}

/** Lets the vendor work on what was uploaded. A job can be started once, so a second start finds the first. */
export function startJob(calls: SalesforceCalls, task: string, call: ConnectorCall): Promise<void> {
  const operation = `start the job ${task}`;
  const move: Move = { state: "UploadComplete", intent: "change", operation, isDoneIn: STARTED };
  return moveJob(calls, { kind: "load", task }, move, call);
}

/** Asks a job to stop; one that has ended has stopped. */
export function abortJob(
  calls: SalesforceCalls,
  handle: Pick<Handle, "kind" | "task">,
  call: ConnectorCall,
): Promise<void> {
  const operation = `abort the job ${handle.task}`;
  const move: Move = { state: "Aborted", intent: "repeatable-change", operation, isDoneIn: ENDED };
  return calls.again(() => moveJob(calls, handle, move, call), call);
}

/** The vendor refuses a change that came too late; whether it came too late because it is done, the state tells. */
async function moveJob(
  calls: SalesforceCalls,
  handle: Pick<Handle, "kind" | "task">,
  { state, intent, operation, isDoneIn }: Move,
  { signal }: ConnectorCall,
): Promise<void> {
  const headers = { "content-type": "application/json" };
  const path = calls.under(jobPath(handle.kind, handle.task));
  const body = JSON.stringify({ state });
  try {
    await calls.json({ method: "PATCH", path, intent, operation, headers, body, signal }, jobReply);
  } catch (error) {
    if (!isSpmError(error, "remote.rejected")) throw error;
    const job = await lookAtJob(calls, handle, { signal });
    if (!isDoneIn.includes(job.state)) throw error;
  }
}
