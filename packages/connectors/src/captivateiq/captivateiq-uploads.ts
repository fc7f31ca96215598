import { isSpmError } from "@spm-ops/core";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { CaptivateiqCalls } from "./captivateiq-calls.js";
import { textsOf } from "./captivateiq-link.js";
import { jobReply, type Upload, uploadReply } from "./captivateiq-replies.js";

/** An id alone, or the address of a job as the vendor writes it. */
const JOB_ID = /^(?:https?:\/\/[^?]*\/jobs\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/i;

/** An upload as it is now. */
export function lookAtUpload(
  calls: CaptivateiqCalls,
  id: string,
  { signal }: ConnectorCall,
): Promise<Upload> {
  const path = `uploads/${encodeURIComponent(id)}/`;
  return calls.ask({ path, operation: `ask about the upload ${id}`, signal }, uploadReply);
}

/**
 * The job that an upload is processed by, if its details name one: they hold "job details" then, under names that are
 * not documented. So every id in them is tried, and one that the vendor knows as a job is it.
 */
export async function findJobOfUpload(
  calls: CaptivateiqCalls,
  { id, details }: Upload,
  { signal }: ConnectorCall,
): Promise<string | undefined> {
  const ids = textsOf(details).flatMap((text) => JOB_ID.exec(text)?.[1] ?? []);
  for (const candidate of new Set(ids)) {
    if (candidate !== id && (await isJob(calls, candidate, { signal }))) return candidate;
  }
  return undefined;
}

async function isJob(calls: CaptivateiqCalls, id: string, { signal }: ConnectorCall): Promise<boolean> {
  const operation = `ask whether ${id} is a job`;
  try {
    await calls.ask({ path: `jobs/${encodeURIComponent(id)}/`, operation, signal }, jobReply);
    return true;
  } catch (error) {
    if (isSpmError(error, "remote.not-found")) return false;
    throw error;
  }
}
