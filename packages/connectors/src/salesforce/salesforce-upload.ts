import { readPromised } from "../contract/promised-bytes.js";
import type { ConnectorCall, Staged } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import { readBodyText } from "../http/body-text.js";
import type { SalesforceCalls } from "./salesforce-calls.js";
import { assertFits } from "./salesforce-file.js";
import { jobPath, jobReply, type SalesforceJob } from "./salesforce-jobs.js";
import type { LoadObject } from "./salesforce-objects.js";

/** A job that nobody started does no harm, so a file whose upload failed goes into a new one. */
export async function uploadFile(
  calls: SalesforceCalls,
  { load, file }: { readonly load: LoadObject; readonly file: StageableFile },
  call: ConnectorCall,
): Promise<Staged> {
  call.signal?.throwIfAborted();
  await assertFits(load.settings, file);
  const job = await calls.again(() => uploadOnce(calls, load, file, call), call);
  const { name, sizeBytes, sha256 } = file;
  return { load: load.id, name, sizeBytes, sha256, chunks: 1, reference: job.id };
}

async function uploadOnce(
  calls: SalesforceCalls,
  load: LoadObject,
  file: StageableFile,
  call: ConnectorCall,
): Promise<SalesforceJob> {
  const job = await createJob(calls, load, call);
  try {
    await sendContent(calls, job, file, call);
    return job;
  } catch (error) {
    await abandon(calls, job, call);
    throw error;
  }
}

function createJob(
  calls: SalesforceCalls,
  { name, settings }: LoadObject,
  { signal }: ConnectorCall,
): Promise<SalesforceJob> {
  return calls.json(
    {
      method: "POST",
      path: calls.under(jobPath("load")),
      intent: "repeatable-change",
      operation: `create a job for the load ${name}`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...settings, contentType: "CSV" }),
      signal,
    },
    jobReply,
  );
}

/** A job takes its content once, in one piece, whose length is told before. */
async function sendContent(
  calls: SalesforceCalls,
  { id, contentUrl }: SalesforceJob,
  file: StageableFile,
  { signal }: ConnectorCall,
): Promise<void> {
  const { bytes } = await calls.open({
    method: "PUT",
    path: contentUrl ?? calls.under(`${jobPath("load", id)}/batches`),
    intent: "repeatable-change",
    operation: `send ${file.name} to the job ${id}`,
    headers: { "content-type": "text/csv", "content-length": String(file.sizeBytes) },
    body: () => readPromised(file),
    signal,
  });
  await readBodyText(bytes, 0);
}

async function abandon(
  calls: SalesforceCalls,
  { id }: SalesforceJob,
  { signal }: ConnectorCall,
): Promise<void> {
  const request = {
    method: "PATCH",
    path: calls.under(jobPath("load", id)),
    intent: "repeatable-change",
    operation: `abort the job ${id}`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ state: "Aborted" }),
    signal,
  } as const;
  // Only tidiness: what went wrong before is what has to be told.
  await calls.json(request, jobReply).catch(() => undefined);
}
