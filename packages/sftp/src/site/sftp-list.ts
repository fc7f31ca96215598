import { type FileStat, SpmError } from "@spm-ops/core";
import type { FileEntry } from "ssh2";
import { closeLater } from "./sftp-cleanup.js";
import type { SftpLink } from "./sftp-link.js";
import { openFolder, readEntries, type SftpHandle, toFileStat } from "./sftp-requests.js";
import { isAddressableName } from "./site-name.js";
import { joinSitePath } from "./site-path.js";

/** Requests for entries that are on their way at once in a folder that turns out to be long. */
const MOST_IN_FLIGHT = 32;

/** An answer costs a round trip however few entries it holds, so a server that sends next to none is found out too. */
const EMPTY_ANSWER_COUNTS = 50;

export interface SftpListing {
  /** More entries than this are taken for a listing that never ends. */
  readonly mostEntries: number;
  readonly signal: AbortSignal | undefined;
}

/** The entries of a folder as they come, asked for ahead so that a far server does not make a long folder slow. */
export async function* listSftp(
  link: SftpLink,
  folder: string,
  { mostEntries, signal }: SftpListing,
): AsyncGenerator<FileStat> {
  const call = link.begin({ signal });
  let counted = 0;
  let handle: SftpHandle | undefined;
  try {
    handle = await openFolder(call, folder);
    const opened = handle;
    const asked: Promise<readonly FileEntry[] | undefined>[] = [];
    let width = 2;
    let ended = false;
    do {
      while (!ended && asked.length < width) {
        const entries = readEntries(call, opened);
        // Whoever leaves early does not hear of the rest.
        entries.catch(() => undefined);
        asked.push(entries);
      }
      const entries = await asked.shift();
      // Answers may overtake each other, so those that are on their way are still heard after the end.
      if (entries === undefined) ended = true;
      else {
        counted += Math.max(entries.length, EMPTY_ANSWER_COUNTS);
        if (counted > mostEntries) throw endless(folder);
        yield* toEntries(folder, entries);
      }
      width = Math.min(MOST_IN_FLIGHT, width * 2);
    } while (!ended || asked.length > 0);
  } finally {
    call.end();
    if (handle !== undefined) closeLater(link, handle);
  }
}

function endless(folder: string): SpmError {
  const reason = "its listing does not end";
  return new SpmError("file.refused", `${folder} cannot be listed: ${reason}.`, { path: folder, reason });
}

function* toEntries(folder: string, entries: readonly FileEntry[]): Generator<FileStat> {
  for (const { filename, attrs } of entries) {
    if (filename === "." || filename === "..") continue;
    const path = joinSitePath(folder, filename);
    const stat = toFileStat(path, attrs);
    yield isAddressableName(filename) ? stat : { ...stat, kind: "other" };
  }
}
