import {
  type Clock,
  type FileSite,
  isSpmError,
  type RetryPolicy,
  retry,
  type WrittenFile,
} from "@spm-ops/core";
import { assertLoadable } from "./assert-loadable.js";
import { readPromised } from "./promised-bytes.js";
import type { ConnectorCall } from "./spm-connector.js";
import type { StageableFile } from "./stageable-file.js";

/** How to put a file onto a site. */
export interface PutCall extends ConnectorCall {
  readonly policy: RetryPolicy;
  readonly clock: Clock;
}

/**
 * Puts a file onto the site from which a vendor reads it, in place of what lay there under that name.
 *
 * That is removed first, so that after a failure nothing lies there, rather than the file of the day before. The site
 * gives the new one its name only when all bytes turned out to be the promised ones.
 */
export async function putFile(
  site: FileSite,
  path: string,
  file: StageableFile,
  { policy, clock, signal }: PutCall,
): Promise<WrittenFile> {
  assertLoadable(file);
  return retry(
    async () => {
      if ((await site.stat(path, { signal })) !== undefined) await removeFile(site, path, { signal });
      return site.write(path, readPromised(file), { signal });
    },
    policy,
    { clock, signal, retryIf: isWorthAnotherPut },
  );
}

/** A lost answer to a put may be answered by another one, because the same bytes go to the same name. */
function isWorthAnotherPut(error: unknown): boolean {
  return isSpmError(error, "remote.unavailable", "remote.throttled", "remote.unknown", "file.exists");
}

async function removeFile(site: FileSite, path: string, call: ConnectorCall): Promise<void> {
  try {
    await site.remove(path, call);
  } catch (error) {
    if (!isSpmError(error, "file.not-found")) throw error;
  }
}
