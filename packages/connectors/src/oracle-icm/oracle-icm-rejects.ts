import type { ConnectorCall, Handle, RejectFile } from "../contract/spm-connector.js";
import type { OracleIcmCalls } from "./oracle-icm-calls.js";
import { readDocument, readExecutionDetails, toFail } from "./oracle-icm-documents.js";
import { lookAtRequest } from "./oracle-icm-erp.js";
import { lookAtActivity } from "./oracle-icm-imports.js";
import { toErrorDocuments, toJobPoll } from "./oracle-icm-mapping.js";
import type { LoadObject } from "./oracle-icm-objects.js";
import { readZip } from "./read-zip.js";

/**
 * What a load did not take: the error file of an import activity, or the log and the output of a job that did not
 * succeed, a file for each of its parts.
 */
export async function* readRejects(
  calls: OracleIcmCalls,
  { settings }: LoadObject,
  { task }: Handle,
  call: ConnectorCall,
): AsyncGenerator<RejectFile> {
  if (settings.kind === "import-activity") yield* readErrorFiles(calls, task, call);
  else yield* readLogs(calls, task, call);
}

async function* readErrorFiles(
  calls: OracleIcmCalls,
  task: string,
  call: ConnectorCall,
): AsyncGenerator<RejectFile> {
  const activity = await calls.again(() => lookAtActivity(calls, task, call), call);
  for (const id of toErrorDocuments(activity)) {
    yield { name: `${task}-${id}.csv`, bytes: readDocument(calls, id, call) };
  }
}

async function* readLogs(
  calls: OracleIcmCalls,
  task: string,
  call: ConnectorCall,
): AsyncGenerator<RejectFile> {
  const poll = toJobPoll(await calls.again(() => lookAtRequest(calls, task, call), call));
  if (poll.state === "finished" && poll.outcome.state === "succeeded") return;
  const details = await peek(readExecutionDetails(calls, task, call));
  if (details === undefined) return;
  for await (const { name, bytes } of readZip(details, toFail(`unpack the log of the request ${task}`))) {
    yield { name: name.split("/").at(-1) ?? name, bytes };
  }
}

/** The same bytes once more, if there are any: of what the vendor does not keep, it tells no content. */
async function peek(pieces: AsyncGenerator<Uint8Array>): Promise<AsyncIterable<Uint8Array> | undefined> {
  const first = await pieces.next();
  if (first.done) return undefined;
  return (async function* () {
    yield first.value;
    yield* pieces;
  })();
}
