import { type Clock, type FileSite, SpmError } from "@spm-ops/core";
import { putFile } from "../contract/put-file.js";
import type { ConnectorCall, Staged } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import type { VaricentCalls } from "./varicent-calls.js";
import type { VaricentObject } from "./varicent-objects.js";
import type { VaricentSettings } from "./varicent-options.js";
import { fileNameList } from "./varicent-replies.js";

export interface VaricentStaging {
  readonly calls: VaricentCalls;
  readonly site: FileSite;
  readonly settings: Pick<VaricentSettings, "staging" | "retry">;
  readonly clock: Clock;
}

/**
 * Puts a file into the data folder under the name that the saved import reads, in place of the one of the day before,
 * and waits until the server holds it.
 */
export async function stageFile(
  staging: VaricentStaging,
  { load, file }: { readonly load: VaricentObject; readonly file: StageableFile },
  call: ConnectorCall,
): Promise<Staged> {
  const { site, settings, clock } = staging;
  const name = toFileName(load);
  const path = `${settings.staging.folder.replace(/\/+$/, "")}/${name}`;
  const { sizeBytes, sha256 } = await putFile(site, path, file, { policy: settings.retry, clock, ...call });
  if (settings.staging.fileList) await awaitListed(staging, name, call);
  return { load: load.id, name: file.name, sizeBytes, sha256, chunks: 1 };
}

function toFileName({ id, name, file }: VaricentObject): string {
  if (file !== undefined && /^[^/\\\p{Cc}]+$/u.test(file) && !/^\.+$/.test(file)) return file;
  throw new SpmError(
    "operation.unsupported",
    `The saved import ${id} (${name}) reads no file of the data folder, so none can be staged for it.`,
    { operation: `stage a file for the saved import ${id}` },
  );
}

async function awaitListed(
  { calls, settings, clock }: VaricentStaging,
  name: string,
  { signal }: ConnectorCall,
): Promise<void> {
  const { patienceMs, intervalMs, folder } = settings.staging;
  const operation = `see whether the server holds ${name} completely`;
  const query = { filter: "FileType=Data;IsComplete=true" };
  const startedAt = clock.monotonic();
  for (;;) {
    const names = await calls.ask({ path: "serverfilenames", query, operation, signal }, fileNameList);
    if (names.includes(name)) return;
    if (clock.monotonic() - startedAt >= patienceMs) break;
    await clock.wait(intervalMs, { signal });
  }
  throw new SpmError(
    "remote.not-found",
    `The server does not list ${name} among its complete files ${patienceMs} ms after it was put into ${folder}. Does that folder belong to this model?`,
    { operation },
  );
}
