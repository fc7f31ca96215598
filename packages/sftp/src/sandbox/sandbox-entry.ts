import type { Stats } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FileEntry } from "ssh2";
import { toAttributes } from "./sandbox-reply.js";

/** What a server tells of a folder, itself and the one above included. */
export async function listEntries(folder: string): Promise<FileEntry[]> {
  const entries = [toEntry(".", await lstat(folder)), toEntry("..", await lstat(folder))];
  for (const name of await readdir(folder)) {
    // A name whose bytes are not UTF-8 cannot be asked for either, but is shown.
    const stats = await lstat(join(folder, name)).catch(() => undefined);
    entries.push(toEntry(name, stats));
  }
  return entries;
}

/** One name with what is known of it. */
export function toEntry(filename: string, stats?: Stats): FileEntry {
  const attrs =
    stats === undefined ? { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 } : toAttributes(stats);
  // Clients of a simpler mind read the kind off the first letter, as `ls -l` prints it.
  const kind = stats === undefined ? "?" : stats.isDirectory() ? "d" : stats.isSymbolicLink() ? "l" : "-";
  const longname = `${kind}rwxrwxrwx 1 sandbox sandbox ${attrs.size} Jan 1 00:00 ${filename}`;
  return { filename, longname, attrs };
}
