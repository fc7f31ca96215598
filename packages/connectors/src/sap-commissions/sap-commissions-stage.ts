import { type Clock, type FileSite, SpmError } from "@spm-ops/core";
import { assertLoadable } from "../contract/assert-loadable.js";
import { putFile } from "../contract/put-file.js";
import type { ConnectorCall, Staged } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import type { LoadObject } from "./sap-commissions-objects.js";
import type { SapCommissionsSettings } from "./sap-commissions-options.js";

export interface SapCommissionsStaging {
  readonly site: FileSite;
  readonly settings: Pick<SapCommissionsSettings, "staging" | "retry">;
  readonly clock: Clock;
}

/** The vendor takes no larger files. */
const LARGEST_FILE_BYTES = 1_000_000_000;

/**
 * Puts a file into the drop box under its own name, and waits until the vendor has picked it up.
 *
 * The name is that of the batch: the same one again is the vendor's way to correct a batch, and another one would be
 * added to it. The vendor picks up at once what has a name that it knows, so the site must give it at the very end.
 */
export async function stageFile(
  staging: SapCommissionsStaging,
  { load, file }: { readonly load: LoadObject; readonly file: StageableFile },
  call: ConnectorCall,
): Promise<Staged> {
  const { site, settings, clock } = staging;
  assertStageable(load, file, settings.staging.fileName);
  const path = `${settings.staging.folder.replace(/\/+$/, "")}/${file.name}`;
  const { sizeBytes, sha256 } = await putFile(site, path, file, { policy: settings.retry, clock, ...call });
  await awaitPickUp(staging, path, call);
  return { load: load.id, name: file.name, sizeBytes, sha256, chunks: 1 };
}

function assertStageable({ name: load, settings }: LoadObject, file: StageableFile, pattern: string): void {
  const issues: string[] = [];
  const match = new RegExp(pattern).exec(file.name);
  const type = match?.groups?.["type"];
  if (match === null || /[/\\\p{Cc}]/u.test(file.name)) {
    issues.push(`is no name for the drop box, which wants ${pattern}`);
  } else if (type !== settings.fileType) {
    issues.push(`is of the type ${type}, and the load "${load}" takes ${settings.fileType}`);
  }
  if (file.sizeBytes > LARGEST_FILE_BYTES) {
    issues.push(`has ${file.sizeBytes} bytes, and the vendor takes ${LARGEST_FILE_BYTES}; split it`);
  }
  assertLoadable(file, issues);
}

/** Nothing tells when a file is in the stage tables; that it has left the folder, and some time, has to do. */
async function awaitPickUp(
  { site, settings, clock }: SapCommissionsStaging,
  path: string,
  { signal }: ConnectorCall,
): Promise<void> {
  const { patienceMs, intervalMs, settleMs } = settings.staging;
  const startedAt = clock.monotonic();
  while (patienceMs > 0 && (await site.stat(path, { signal })) !== undefined) {
    if (clock.monotonic() - startedAt >= patienceMs) throw notPickedUp(path, patienceMs);
    await clock.wait(intervalMs, { signal });
  }
  if (settleMs > 0) await clock.wait(settleMs, { signal });
}

function notPickedUp(path: string, patienceMs: number): SpmError {
  return new SpmError(
    "remote.not-found",
    `${path} still lies in the drop box after ${patienceMs} ms. Does the tenant pick files up by itself?`,
    { operation: `wait until ${path} is picked up` },
  );
}
