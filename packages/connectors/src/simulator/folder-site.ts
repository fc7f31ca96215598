import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, lstat, mkdir, open, opendir, rename, rm, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { type FileSite, type FileStat, onDisk, SpmError, type WrittenFile } from "@spm-ops/core";
import { untilAborted } from "../http/until-aborted.js";

/** A site over a folder of this machine, for simulators and tests: it keeps the promises of the port and nothing more. */
export function createFolderSite(root: string): FileSite {
  const locate = (path: string) => join(root, refuseOdd(path));
  const on = async <Result>(
    path: string,
    signal: AbortSignal | undefined,
    act: (local: string) => Promise<Result>,
  ) => {
    signal?.throwIfAborted();
    return onDisk(path, () => act(locate(path)));
  };
  const close = async () => undefined;
  return {
    name: root,
    capabilities: { renameOntoExisting: "unknown", durableWrites: false },
    async *list(folder, { signal } = {}) {
      const entries = await on(folder, signal, (local) => opendir(local));
      for await (const { name } of entries)
        yield await toStat(`${tidy(folder)}/${name}`, locate(`${folder}/${name}`));
    },
    stat: (path, { signal } = {}) => on(path, signal, (local) => toStatIfThere(path, local)),
    read: (path, { signal } = {}) =>
      on(path, signal, async (local) => {
        const told = await toStat(path, local);
        if (told.kind !== "file") throw refused(path, "no file");
        return { stat: told, bytes: readPinned(told, local, signal) };
      }),
    write: (path, bytes, { signal } = {}) =>
      on(path, signal, async (local) => {
        if ((await toStatIfThere(path, local)) !== undefined) throw taken(path);
        return writeFile(
          { path, local, temporary: join(local, "..", `.${randomUUID()}.part`) },
          bytes,
          signal,
        );
      }),
    rename: (from, to, { signal } = {}) =>
      on(from, signal, async (local) => {
        await lstat(local);
        const target = locate(to);
        if ((await toStatIfThere(to, target)) !== undefined) throw taken(to);
        await rename(local, target);
      }),
    remove: (path, { signal } = {}) =>
      on(path, signal, async (local) => {
        if ((await lstat(local)).isDirectory()) throw refused(path, "a folder");
        await unlink(local);
      }),
    makeFolder: (path, { signal } = {}) =>
      on(path, signal, async (local) => {
        await mkdir(local, { recursive: true });
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function tidy(path: string): string {
  return path.replace(/\/+/g, "/").replace(/\/$/, "");
}

function refuseOdd(path: string): string {
  if (path.startsWith("/") && !path.split("/").includes("..") && !/\p{Cc}/u.test(path)) return tidy(path);
  throw refused(path, "an odd path");
}

function refused(path: string, reason: string): SpmError {
  return new SpmError("file.refused", `${path} is refused: ${reason}.`, { path, reason });
}

function taken(path: string): SpmError {
  return new SpmError("file.exists", `${path} is taken.`, { path });
}

async function toStat(path: string, local: string): Promise<FileStat> {
  const told = await lstat(local);
  const kind = told.isFile() ? "file" : told.isDirectory() ? "folder" : "other";
  return { path: tidy(path), kind, sizeBytes: told.size, modifiedAt: told.mtimeMs };
}

async function toStatIfThere(path: string, local: string): Promise<FileStat | undefined> {
  try {
    return await toStat(path, local);
  } catch (error) {
    if (error instanceof Error && "code" in error && /^ENO(?:ENT|TDIR)$/.test(String(error.code)))
      return undefined;
    throw error;
  }
}

async function* readPinned({ path, sizeBytes, modifiedAt }: FileStat, local: string, signal?: AbortSignal) {
  const changed = (gotBytes: number) =>
    new SpmError("file.changed", `${path} has changed.`, { path, expectedBytes: sizeBytes, gotBytes });
  const now = await onDisk(path, () => stat(local));
  if (now.size !== sizeBytes || now.mtimeMs !== modifiedAt) throw changed(now.size);
  let gotBytes = 0;
  for await (const piece of createReadStream(local)) {
    signal?.throwIfAborted();
    gotBytes += piece.length;
    yield new Uint8Array(piece);
  }
  if (gotBytes !== sizeBytes) throw changed(gotBytes);
}

async function writeFile(
  { path, local, temporary }: { readonly path: string; readonly local: string; readonly temporary: string },
  bytes: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<WrittenFile> {
  const digest = createHash("sha256");
  let sizeBytes = 0;
  const file = await open(temporary, "wx");
  try {
    const pieces = bytes[Symbol.asyncIterator]();
    for (;;) {
      const next = await untilAborted(pieces.next(), signal);
      if (next.done) break;
      digest.update(next.value);
      sizeBytes += next.value.byteLength;
      await file.appendFile(next.value);
    }
    await file.close();
    // A link, unlike a rename, does not take a name that is taken.
    await link(temporary, local);
  } finally {
    await file.close();
    await rm(temporary, { force: true });
  }
  return { path: tidy(path), sizeBytes, sha256: digest.digest("hex") };
}
