import { constants } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";
import { type FileContent, SpmError } from "@spm-ops/core";
import { toLocalError } from "./local-errors.js";
import { type LocalStats, toLocalStat } from "./local-stat.js";

const PIECE_BYTES = 256 * 1024;

/** The local file as it is now, with bytes that are opened when they are first asked for, so nothing is left open. */
export async function readLocalFile(local: string, path: string, signal?: AbortSignal): Promise<FileContent> {
  const pinned = await lstat(local, { bigint: true });
  if (!pinned.isFile()) {
    throw new SpmError("file.refused", `${path} is not a file.`, { path, reason: "not a file" });
  }
  return { stat: toLocalStat(path, pinned), bytes: readPinned({ local, path, pinned }, signal) };
}

interface PinnedFile {
  readonly local: string;
  readonly path: string;
  readonly pinned: LocalStats;
}

async function* readPinned(
  file: PinnedFile,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  let handle: FileHandle | undefined;
  try {
    signal?.throwIfAborted();
    // Not through a link that took the file's place, and without waiting for the other end of a pipe.
    handle = await open(file.local, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    await mustBeUnchanged(handle, file);
    yield* readAll(handle, file, signal);
    await mustBeUnchanged(handle, file);
  } catch (error) {
    throw toLocalError(error, file.path);
  } finally {
    await handle?.close();
  }
}

async function* readAll(handle: FileHandle, { path, pinned }: PinnedFile, signal?: AbortSignal) {
  const sizeBytes = Number(pinned.size);
  let position = 0;
  while (position < sizeBytes) {
    signal?.throwIfAborted();
    const piece = new Uint8Array(Math.min(PIECE_BYTES, sizeBytes - position));
    const { bytesRead } = await handle.read(piece, 0, piece.byteLength, position);
    if (bytesRead === 0) throw changed(path, sizeBytes, position);
    position += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

async function mustBeUnchanged(handle: FileHandle, { path, pinned }: PinnedFile): Promise<void> {
  const now = await handle.stat({ bigint: true });
  const same =
    now.dev === pinned.dev &&
    now.ino === pinned.ino &&
    now.size === pinned.size &&
    now.mtimeNs === pinned.mtimeNs;
  if (!same) throw changed(path, Number(pinned.size), Number(now.size));
}

function changed(path: string, expectedBytes: number, gotBytes: number): SpmError {
  return new SpmError("file.changed", `${path} changed while it was read; nothing of it counts.`, {
    path,
    expectedBytes,
    gotBytes,
  });
}
