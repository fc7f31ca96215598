import { randomUUID } from "node:crypto";
import { lstat, mkdir, opendir, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type FileSite, type FileStat, parseOptions, SpmError } from "@spm-ops/core";
import { z } from "zod";
import { moveLocal, mustBeFree, syncFolder, writeLocalFile } from "./local-change.js";
import { isAbsent, isTaken, toLocalError, withLocalErrors } from "./local-errors.js";
import { readLocalFile } from "./local-read.js";
import { createLocalRoot, type LocalRoot } from "./local-root.js";
import { toLocalStat } from "./local-stat.js";
import { isAddressableName } from "./site-name.js";
import { joinSitePath, splitSitePath, toSitePath, toTemporaryPath } from "./site-path.js";

export interface LocalSiteOptions {
  /** The folder that is the site's `/`, as a path of this machine. It has to exist when the site is used. */
  readonly root: string;
  /** For people and logs. @defaultValue the root */
  readonly name?: string | undefined;
  /** Makes temporary names unique. @defaultValue random UUIDs */
  readonly createId?: (() => string) | undefined;
}

const localSiteOptions = z.strictObject({
  root: z.string().min(1),
  name: z.string().min(1).optional(),
  createId: z.custom<() => string>((value) => typeof value === "function", "must be a function").optional(),
});

/**
 * Creates a site over a folder of this machine.
 *
 * A path cannot leave the folder: `..` and links that lead out of it are SpmError `file.refused`. A finished write
 * is on the disk with its name. Nothing is clobbered, because a file gets its name by a hard link; a file system
 * without hard links is SpmError `operation.unsupported`. The bytes of a file are opened when they are first asked
 * for, and have to be those that `read` saw.
 *
 * @throws SpmError `config.invalid`
 */
export function createLocalSite(options: LocalSiteOptions): FileSite {
  const {
    root,
    name = root,
    createId = randomUUID,
  } = parseOptions(localSiteOptions, options, "the options of the local site");
  const within = createLocalRoot(root);
  const close = async () => undefined;

  return {
    name,
    capabilities: { renameOntoExisting: "refuses", durableWrites: true },
    list: (folder, { signal } = {}) => listLocal(within, folder, signal),
    stat: (path, { signal } = {}) => onPath(path, signal, () => statLocal(within, path)),
    read: (path, { signal } = {}) =>
      onPath(path, signal, async () => readLocalFile(await within.locate(path), toSitePath(path), signal)),
    write: (path, bytes, { signal } = {}) =>
      onPath(path, signal, async () => {
        const local = await within.locate(path);
        const temporary = await within.locate(toTemporaryPath(path, createId()));
        return writeLocalFile({ path: toSitePath(path), local, temporary }, bytes, signal);
      }),
    rename: (from, to, { signal } = {}) => onPath(from, signal, () => renameLocal(within, from, to)),
    remove: (path, { signal } = {}) => onPath(path, signal, () => removeLocal(within, path)),
    makeFolder: (path, { signal } = {}) => onPath(path, signal, () => makeLocalFolder(within, path)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function onPath<Result>(
  path: string,
  signal: AbortSignal | undefined,
  operation: () => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  return withLocalErrors(path, operation);
}

async function* listLocal(within: LocalRoot, folder: string, signal?: AbortSignal): AsyncGenerator<FileStat> {
  signal?.throwIfAborted();
  const parent = toSitePath(folder);
  try {
    const local = await within.locateFolder(parent);
    for await (const { name } of await opendir(local)) {
      signal?.throwIfAborted();
      const path = joinSitePath(parent, name);
      if (!isAddressableName(name)) {
        yield { path, kind: "other", sizeBytes: 0, modifiedAt: 0 };
        continue;
      }
      const entry = await lstatIfThere(join(local, name), path);
      if (entry !== undefined) yield entry;
    }
  } catch (error) {
    throw toLocalError(error, parent);
  }
}

async function statLocal(within: LocalRoot, path: string): Promise<FileStat | undefined> {
  try {
    return await lstatIfThere(await within.locate(path), toSitePath(path));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function lstatIfThere(local: string, path: string): Promise<FileStat | undefined> {
  try {
    return toLocalStat(path, await lstat(local, { bigint: true }));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function renameLocal(within: LocalRoot, from: string, to: string): Promise<void> {
  const source = await within.locate(from);
  await lstat(source);
  await withLocalErrors(to, async () => {
    const target = await within.locate(to);
    await mustBeFree(target, toSitePath(to));
    await moveLocal(source, target);
  });
}

async function removeLocal(within: LocalRoot, path: string): Promise<void> {
  const local = await within.locate(path);
  if ((await lstat(local)).isDirectory()) {
    throw new SpmError("file.refused", `${path} is a folder; only files are removed.`, {
      path,
      reason: "a folder",
    });
  }
  await unlink(local);
  await syncFolder(dirname(local));
}

async function makeLocalFolder(within: LocalRoot, path: string): Promise<void> {
  let folder = "/";
  for (const name of splitSitePath(path)) {
    const parent = await within.locateFolder(folder);
    folder = joinSitePath(folder, name);
    try {
      await mkdir(join(parent, name));
      await syncFolder(parent);
    } catch (error) {
      if (!isTaken(error)) throw error;
      const found = await stat(await within.locateFolder(folder));
      if (!found.isDirectory()) throw error;
    }
  }
}
