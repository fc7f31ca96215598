import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sha256 } from "../digest.js";
import { onDisk } from "../disk-failure.js";
import type { StreamId } from "../log/event.js";
import { SpmError } from "../spm-error.js";

/** Letters that name a file on every system, in names that no system has taken. */
const PLAIN = /^[a-z0-9][a-z0-9_-]{0,79}$/;
const LONGEST_STEM = 40;

/** The folder of the attachments. */
export const ATTACHMENTS = "attachments";

/** What lies in a folder, with `/` in its paths. */
export interface FolderContent {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Links, pipes, and whatever else is neither. */
  readonly others: readonly string[];
}

/** The folder of a stream: its id where that is a plain name, else what is plain of it and a digest. */
export function packFolderOf({ kind, id }: StreamId): string {
  return `${kind}s/${PLAIN.test(id) ? id : shorten(id)}`;
}

function shorten(id: string): string {
  const stem = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_STEM);
  return `${stem}.${sha256(id).slice(0, 16)}`;
}

/** Where an attachment lies in a pack: once, whatever the number of events that name it. */
export function attachmentPath(digest: string): string {
  return `${ATTACHMENTS}/${digest}`;
}

/** Makes a folder for a pack. @throws SpmError `file.exists` when something lies in it. */
export async function makePackFolder(folder: string): Promise<void> {
  await onDisk(folder, () => mkdir(folder, { recursive: true }));
  if ((await onDisk(folder, () => readdir(folder))).length === 0) return;
  throw new SpmError("file.exists", `${folder} is not empty; nothing was written.`, { path: folder });
}

/** What there is to say of the bytes of a file. */
export interface PackFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Writes a new file into a pack, and tells what the manifest keeps of it. */
export async function writePackFile(
  folder: string,
  path: string,
  content: string | AsyncIterable<Uint8Array>,
): Promise<PackFile> {
  const target = join(folder, path);
  await onDisk(target, () => mkdir(dirname(target), { recursive: true }));
  const measured = measure(typeof content === "string" ? [Buffer.from(content)] : content);
  await onDisk(target, () => writeFile(target, measured.bytes(), { flag: "wx" }));
  return { path, ...measured.result() };
}

/** Reads a file of a pack from end to end, without holding it. */
export async function measurePackFile(folder: string, path: string): Promise<PackFile> {
  const measured = measure(createReadStream(join(folder, path)));
  await onDisk(join(folder, path), async () => {
    for await (const _ of measured.bytes());
  });
  return { path, ...measured.result() };
}

/** Passes bytes on, and knows at their end how many there were, and their digest. */
function measure(content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  return {
    async *bytes() {
      for await (const bytes of content) {
        hash.update(bytes);
        sizeBytes += bytes.length;
        yield bytes;
      }
    },
    result: () => ({ sizeBytes, sha256: hash.digest("hex") }),
  };
}

/** The bytes of a file of a pack. */
export function readPackFile(folder: string, path: string): Promise<Buffer> {
  return onDisk(join(folder, path), () => readFile(join(folder, path)));
}

/** Everything in a folder, in the order of the paths. @throws SpmError `file.not-found` without the folder. */
export async function listPackFolder(folder: string): Promise<FolderContent> {
  const entries = await onDisk(folder, () => readdir(folder, { withFileTypes: true, recursive: true }));
  const found = entries
    .map((entry) => ({ entry, path: toPackPath(folder, join(entry.parentPath, entry.name)) }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  return {
    files: found.filter(({ entry }) => entry.isFile()).map(({ path }) => path),
    folders: found.filter(({ entry }) => entry.isDirectory()).map(({ path }) => path),
    others: found.filter(({ entry }) => !entry.isFile() && !entry.isDirectory()).map(({ path }) => path),
  };
}

function toPackPath(folder: string, path: string): string {
  return path.slice(join(folder, "x").length - 1).replaceAll("\\", "/");
}
