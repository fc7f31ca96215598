import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { diskCodeOf, isSpmError, onDisk, SpmError, toDiskFailure } from "@spm-ops/core";
import type { ArchiveSource } from "./archive-entry.js";

export interface HashedContent {
  readonly sizeBytes: number;
  readonly sha256: string;
}

const READ_ONLY = 0o444;

/** Writes a new file, read-only and on the disk when it resolves. Never overwrites. */
export async function writeArchivedFile(
  path: string,
  content: ArchiveSource["content"],
  signal?: AbortSignal,
): Promise<HashedContent> {
  const file = await onDisk(path, () => open(path, "wx"));
  try {
    const hashed = await hashContent(content, {
      signal,
      take: (chunk) => onDisk(path, () => file.writeFile(chunk)),
    });
    await onDisk(path, () => file.chmod(READ_ONLY));
    await onDisk(path, () => file.sync());
    return hashed;
  } finally {
    await file.close();
  }
}

/** Size and SHA-256 of a content, and a look at each part of it. */
export async function hashContent(
  content: ArchiveSource["content"],
  { signal, take }: { readonly signal?: AbortSignal | undefined; take?(chunk: Uint8Array): Promise<void> },
): Promise<HashedContent> {
  signal?.throwIfAborted();
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of toChunks(content)) {
    signal?.throwIfAborted();
    hash.update(chunk);
    sizeBytes += chunk.byteLength;
    await take?.(chunk);
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

function toChunks(content: ArchiveSource["content"]): AsyncIterable<Uint8Array> | readonly Uint8Array[] {
  if (typeof content === "string") return [Buffer.from(content, "utf8")];
  return content instanceof Uint8Array ? [content] : content;
}

/** Size and SHA-256 of a file, or nothing when it is not there. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<HashedContent | undefined> {
  return ifThere(path, () => hashContent(createReadStream(path), { signal }));
}

/** The text of a file, or nothing when it is not there. */
export async function readText(path: string): Promise<string | undefined> {
  return ifThere(path, () => readFile(path, "utf8"));
}

/** The names in a folder in their order; none when it is not there. */
export async function listFolder(path: string): Promise<readonly { name: string; isFolder: boolean }[]> {
  const entries = (await ifThere(path, () => readdir(path, { withFileTypes: true }))) ?? [];
  return entries
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Makes a folder and those above it, so that they are still there after a crash of the machine. */
export async function makeFolder(path: string): Promise<void> {
  const topmost = await onDisk(path, () => mkdir(path, { recursive: true }));
  if (topmost === undefined) return;
  for (let made = path; made.length >= topmost.length; made = dirname(made)) await syncFolder(dirname(made));
}

/** Gives a finished folder its name, at once and for good. */
export async function publishFolder(from: string, to: string): Promise<void> {
  await syncFolder(from);
  try {
    await rename(from, to);
  } catch (cause) {
    const failure = toDiskFailure(cause, to);
    if (!isSpmError(failure, "file.exists")) throw failure;
    throw new SpmError(
      "file.exists",
      `${to} was archived meanwhile; nothing was overwritten.`,
      { path: to },
      { cause },
    );
  }
  await syncFolder(dirname(to));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await onDisk(path, () => open(path, "r"));
  try {
    await onDisk(path, () => folder.sync());
  } finally {
    await folder.close();
  }
}

async function ifThere<Result>(path: string, operation: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await operation();
  } catch (error) {
    const code = diskCodeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw toDiskFailure(error, path);
  }
}
