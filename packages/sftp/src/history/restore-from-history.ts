import { type FileSite, SpmError } from "@spm-ops/core";
import { type FetchedFile, type FetchFileCall, fetchWhen } from "../arrival/fetch-file.js";
import type { HistoryEntry } from "./find-in-history.js";

export interface RestoreCall extends FetchFileCall {
  /** What the run log says the content's digest is; checked beside what the name says. */
  readonly sha256?: string | undefined;
}

/**
 * Downloads a delivery from the history to a path of this machine, as `fetchFile` does, and proves that its content
 * is what its name says. The history is not touched.
 *
 * @throws SpmError `file.digest-mismatch` for other content; the local file of that name, if any, stays as it was.
 * @throws SpmError `file.changed` when the file is not the one that was found.
 */
export async function restoreFromHistory(
  site: FileSite,
  entry: HistoryEntry,
  toPath: string,
  { sha256, ...call }: RestoreCall = {},
): Promise<FetchedFile> {
  const expected = sha256 ?? entry.sha256Prefix;
  const accept = (got: string) => {
    if (got.startsWith(entry.sha256Prefix) && got.startsWith(expected)) return;
    throw new SpmError(
      "file.digest-mismatch",
      `${entry.path} does not hold what its name and the log say; it was not taken.`,
      { path: entry.path, expected, got },
    );
  };
  return fetchWhen(site, entry, { toPath, accept }, call);
}
