import { assertLoadable } from "../contract/assert-loadable.js";
import { putFile } from "../contract/put-file.js";
import type { ConnectorCall, Staged, StartableObject } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import type { LoadRules } from "./http-profile.js";
import type { ProfileRequest } from "./http-profile-calls.js";
import { type ProfileJobs, refuseUndeclared } from "./http-profile-jobs.js";
import { toJsonRows } from "./json-rows.js";
import { wordReply } from "./pointed-reply.js";

/** What is staged, and by which templates. */
export interface Staging {
  readonly load: StartableObject;
  readonly file: StageableFile;
  readonly rules: LoadRules;
}

/** Sends a file to where its load reads it; one that travels with the start is put to where it waits for that. */
export async function stageFile(jobs: ProfileJobs, staging: Staging, call: ConnectorCall): Promise<Staged> {
  call.signal?.throwIfAborted();
  const { load, file, rules } = staging;
  assertLoadable(file);
  await checkRows(staging);
  const reference =
    rules.stage === undefined
      ? await putToWait(jobs, file, call)
      : await upload(jobs, { ...staging, stage: rules.stage }, call);
  const { name, sizeBytes, sha256 } = file;
  return { load: load.id, name, sizeBytes, sha256, chunks: 1, ...(reference !== undefined && { reference }) };
}

/** Rows that cannot be sent are refused before anything is. */
async function checkRows({ file, rules }: Staging): Promise<void> {
  const { body } = (rules.stage ?? rules.start).request;
  if (body?.kind !== "rows") return;
  for await (const _ of toJsonRows(file, body.delimiter));
}

async function upload(
  { calls, objects }: ProfileJobs,
  { load, file, stage }: Staging & { readonly stage: NonNullable<LoadRules["stage"]> },
  call: ConnectorCall,
): Promise<string | undefined> {
  const { name, sizeBytes, sha256 } = file;
  const object = objects.codeOf("load", load.id);
  const request: ProfileRequest = {
    ...{ template: stage.request, intent: "repeatable-change", file, ...call },
    operation: `send ${name} for the load ${load.name}`,
    values: { object, file: name, bytes: String(sizeBytes), sha256 },
  };
  const { reference } = stage;
  if (reference !== undefined) return calls.again(() => calls.send(request, wordReply(reference)), call);
  await calls.again(() => calls.tell(request), call);
  return undefined;
}

/** The same bytes wait in one place, however often they are staged. */
async function putToWait(
  { waitingSite, settings, clock }: ProfileJobs,
  file: StageableFile,
  call: ConnectorCall,
): Promise<string> {
  if (waitingSite === undefined) {
    refuseUndeclared(
      `stage ${file.name}`,
      "A start carries the file, and the connector was given no site for files to wait on.",
    );
  }
  const path = `/${file.sha256}`;
  await putFile(waitingSite, path, file, { policy: settings.retry, clock, ...call });
  return path;
}
