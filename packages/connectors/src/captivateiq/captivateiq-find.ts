import { type Clock, type Found, isSpmError } from "@spm-ops/core";
import { findStart } from "../contract/find-start.js";
import type { ConnectorCall, FindQuery, Handle } from "../contract/spm-connector.js";
import type { CaptivateiqCalls } from "./captivateiq-calls.js";
import { holdsLink, textsOf } from "./captivateiq-link.js";
import type { CaptivateiqSettings } from "./captivateiq-options.js";
import { jobReply } from "./captivateiq-replies.js";
import { findJobOfUpload, lookAtUpload } from "./captivateiq-uploads.js";

export interface CaptivateiqSearch {
  readonly calls: CaptivateiqCalls;
  readonly settings: Pick<CaptivateiqSettings, "address" | "links" | "settleMs">;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;

/**
 * Looks what became of a start whose answer was lost: the upload's details name a job, or a job of that time names the
 * upload. Nobody else's start can be taken for it, whenever it was.
 *
 * It is absent only while the upload still shows the link that it waits behind. A report that ran for nobody cannot be
 * told from others, and is not looked for.
 */
export async function findJob(
  search: CaptivateiqSearch,
  { request: { kind, staged }, since }: FindQuery,
  call: ConnectorCall,
): Promise<Found<Handle>> {
  if (kind !== "load") {
    const reason = "The vendor tells of no job which report it is. A second export changes nothing.";
    return { state: "unknown", reason };
  }
  const upload = staged?.reference;
  if (staged === undefined || upload === undefined) {
    return { state: "unknown", reason: "Without what was staged nobody can tell which upload is meant." };
  }
  try {
    return await findStarted(search, { object: staged.load, upload, since }, call);
  } catch (error) {
    if (!isSpmError(error, "remote.not-found", "auth.rejected")) throw error;
    const reason = `The organization does not show the upload ${upload}: ${error.message}`;
    return { state: "unknown", reason };
  }
}

interface Sought {
  readonly object: string;
  readonly upload: string;
  readonly since: number;
}

async function findStarted(
  { calls, settings: { address, links, settleMs }, clock }: CaptivateiqSearch,
  { object, upload: id, since }: Sought,
  call: ConnectorCall,
): Promise<Found<Handle>> {
  let isWaiting = false;
  const list = async () => {
    const upload = await lookAtUpload(calls, id, call);
    const policy = { pointer: links.uploadPointer, origins: links.origins, apiAddress: address };
    const named = await findJobOfUpload(calls, upload, call);
    const tasks = named === undefined ? await listJobsOf(calls, { id, since }, call) : [named];
    isWaiting = holdsLink(upload.details, policy);
    return tasks.map((task): Handle => ({ kind: "load", object, task }));
  };
  const found = await findStart({ list, isVisible: async () => true, settleMs }, { clock, ...call });
  if (found.state !== "absent" || isWaiting) return found;
  const reason = `The upload ${id} does not wait to be processed any more, but no job is named by it.`;
  return { state: "unknown", reason };
}

/** Jobs since the day before that name the upload anywhere; the vendor counts by days of a zone that it does not tell. */
async function listJobsOf(
  calls: CaptivateiqCalls,
  { id, since }: Pick<Sought, "since"> & { readonly id: string },
  { signal }: ConnectorCall,
): Promise<readonly string[]> {
  const query = { start_date: new Date(since - DAY_MS).toISOString().slice(0, 10) };
  const question = { path: "jobs/", operation: "list the jobs of that time", query, signal };
  const tasks: string[] = [];
  for await (const job of calls.list(question, jobReply)) {
    const names = [job.description ?? "", ...textsOf(job.details)];
    if (names.some((text) => text.includes(id))) tasks.push(job.id);
  }
  return tasks;
}
