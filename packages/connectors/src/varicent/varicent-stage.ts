import { type Clock, type FileSite, isSpmError, type RetryPolicy, retry, SpmError } from "@spm-ops/core";
import { readPromised } from "../contract/promised-bytes.js";
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
 * Puts a file into the data folder under the name that the saved import reads, and waits until the server holds it.
 *
 * What lay there under that name is removed first, so that after a failure nothing lies there, rather than the file of
 * the day before. The site gives the new one its name only when all bytes turned out to be the promised ones.
 */
export async function stageFile(
  staging: VaricentStaging,
  { load, file }: { readonly load: VaricentObject; readonly file: StageableFile },
  call: ConnectorCall,
): Promise<Staged> {
  const { site, settings, clock } = staging;
  const name = toFileName(load);
  const path = `${settings.staging.folder.replace(/\/+$/, "")}/${name}`;
  const { sizeBytes, sha256 } = await put(site, path, file, { policy: settings.retry, clock, ...call });
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

/** A lost answer to a put may be answered by another one, because the same bytes go to the same name. */
function isWorthAnotherPut(error: unknown): boolean {
  return isSpmError(error, "remote.unavailable", "remote.throttled", "remote.unknown", "file.exists");
}

async function put(
  site: FileSite,
  path: string,
  file: StageableFile,
  { policy, clock, signal }: ConnectorCall & { readonly policy: RetryPolicy; readonly clock: Clock },
) {
  return retry(
    async () => {
      if ((await site.stat(path, { signal })) !== undefined) await removeFile(site, path, { signal });
      return site.write(path, readPromised(file), { signal });
    },
    policy,
    { clock, signal, retryIf: isWorthAnotherPut },
  );
}

async function removeFile(site: FileSite, path: string, call: ConnectorCall): Promise<void> {
  try {
    await site.remove(path, call);
  } catch (error) {
    if (!isSpmError(error, "file.not-found")) throw error;
  }
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
