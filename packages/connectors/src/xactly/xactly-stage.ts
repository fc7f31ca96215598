import { type Clock, type FileSite, SpmError } from "@spm-ops/core";
import { putFile } from "../contract/put-file.js";
import type { ConnectorCall, Staged } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import type { XactlyObject } from "./xactly-objects.js";
import type { XactlySettings } from "./xactly-options.js";

export interface XactlyStaging {
  readonly site: FileSite;
  readonly settings: Pick<XactlySettings, "retry">;
  readonly clock: Clock;
}

/** Puts a file to where the pipeline reads it, in place of the one of the day before. */
export async function stageFile(
  { site, settings, clock }: XactlyStaging,
  { load, file }: { readonly load: XactlyObject; readonly file: StageableFile },
  call: ConnectorCall,
): Promise<Staged> {
  if (load.file === undefined) {
    const operation = `stage a file for ${load.name}`;
    throw new SpmError("operation.unsupported", `${load.name} is no load that reads a file.`, { operation });
  }
  const { sizeBytes, sha256 } = await putFile(site, load.file, file, {
    policy: settings.retry,
    clock,
    ...call,
  });
  return { load: load.id, name: file.name, sizeBytes, sha256, chunks: 1 };
}
