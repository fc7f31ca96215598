import { createHash } from "node:crypto";
import { link, lstat, open, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { SpmError, type WrittenFile } from "@spm-ops/core";
import { interruptible } from "./interruptible.js";
import { isAbsent } from "./local-errors.js";

/** Makes the names in a folder as durable as the bytes behind them. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Throws SpmError `file.exists` when anything, a broken link included, has the name. */
export async function mustBeFree(local: string, path: string): Promise<void> {
  try {
    await lstat(local);
  } catch (error) {
    if (isAbsent(error)) return;
    throw error;
  }
  throw new SpmError("file.exists", `${path} is taken; nothing was overwritten.`, { path });
}

/** Where a local file is put together and what it becomes. */
export interface LocalTarget {
  readonly path: string;
  readonly local: string;
  readonly temporary: string;
}

/** Writes beside the target, on the disk, and gives it its name in one step that cannot clobber. */
export async function writeLocalFile(
  target: LocalTarget,
  bytes: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<WrittenFile> {
  await mustBeFree(target.local, target.path);
  const handle = await open(target.temporary, "wx");
  try {
    const digest = createHash("sha256");
    let sizeBytes = 0;
    try {
      for await (const piece of interruptible(bytes, signal)) {
        await handle.writeFile(piece);
        digest.update(piece);
        sizeBytes += piece.byteLength;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    signal?.throwIfAborted();
    await link(target.temporary, target.local);
    return { path: target.path, sizeBytes, sha256: digest.digest("hex") };
  } finally {
    await unlink(target.temporary);
    await syncFolder(dirname(target.local));
  }
}

/** Moves without clobbering. A crash in between can leave a file under both names, never under none. */
export async function moveLocal(from: string, to: string): Promise<void> {
  const source = await lstat(from);
  if (source.isDirectory()) {
    // The system replaces at most an empty folder here, so a name taken since we looked loses nothing.
    await rename(from, to);
  } else {
    await link(from, to);
    try {
      await unlink(from);
    } catch (error) {
      await unlink(to);
      throw error;
    }
  }
  await syncFolder(dirname(to));
  if (dirname(from) !== dirname(to)) await syncFolder(dirname(from));
}
