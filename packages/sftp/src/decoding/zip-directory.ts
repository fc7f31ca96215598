import type { FileHandle } from "node:fs/promises";
import type { LayerSource } from "./layer.js";
import { undecodable } from "./undecodable.js";

/** One entry as a zip's directory tells it. */
export interface ZipEntry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  /** Where its own header lies. */
  readonly headerAt: number;
  /** Where the directory begins, before which every entry has to end. */
  readonly directoryAt: number;
}

const END_MARK = 0x06054b50;
const END_BYTES = 22;
const MOST_COMMENT_BYTES = 65_535;
const LOCATOR_MARK = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64_MARK = 0x06064b50;
const END64_BYTES = 56;
const ENTRY_MARK = 0x02014b50;
const ENTRY_BYTES = 46;
const MOST_DIRECTORY_BYTES = 16_777_216;

interface Directory {
  readonly at: number;
  readonly sizeBytes: number;
  readonly entries: number;
  /** Where the record that tells of the directory lies; nothing may be between them. */
  readonly endAt: number;
}

/** Reads so many bytes of a file, all of them or none. */
export async function readExactly(
  file: FileHandle,
  { name }: Pick<LayerSource, "name">,
  at: number,
  bytes: number,
): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, at);
  if (bytesRead < bytes) throw undecodable(name, "truncated", "it ends within its directory");
  return buffer;
}

/**
 * Reads the directory of a zip (APPNOTE.TXT 6.3, ZIP64 included): every entry, folders left out.
 *
 * The directory has to lie right before its end record and that at the end of the file, so that nothing can hide in
 * between and another reader cannot see another archive in the same bytes.
 */
export async function readZipDirectory(file: FileHandle, source: LayerSource): Promise<readonly ZipEntry[]> {
  const directory = await findDirectory(file, source);
  if (directory.at + directory.sizeBytes !== directory.endAt) {
    throw undecodable(source.name, "corrupt", "its directory is not where its end says");
  }
  if (directory.sizeBytes > MOST_DIRECTORY_BYTES) {
    throw undecodable(source.name, "too-many-entries", "its directory is larger than 16 MiB");
  }
  const bytes = await readExactly(file, source, directory.at, directory.sizeBytes);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let count = 0; count < directory.entries; count += 1) {
    if (at + ENTRY_BYTES > bytes.length || bytes.readUInt32LE(at) !== ENTRY_MARK) {
      throw undecodable(source.name, "corrupt", "its directory holds less than its end says");
    }
    const entry = readEntry(bytes, at, directory.at);
    if (!entry.name.endsWith("/")) entries.push(entry);
    at +=
      ENTRY_BYTES + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (at !== bytes.length)
    throw undecodable(source.name, "corrupt", "its directory holds more than its end says");
  return entries;
}

async function findDirectory(file: FileHandle, source: LayerSource): Promise<Directory> {
  const tailBytes = Math.min(source.sizeBytes, END_BYTES + MOST_COMMENT_BYTES);
  const tail = await readExactly(file, source, source.sizeBytes - tailBytes, tailBytes);
  let end = tail.length - END_BYTES;
  while (end >= 0 && !isEnd(tail, end)) end -= 1;
  if (end < 0) throw undecodable(source.name, "truncated", "it has no zip directory at its end");
  const endAt = source.sizeBytes - tailBytes + end;
  const [entries, sizeBytes, at] = [
    tail.readUInt16LE(end + 10),
    tail.readUInt32LE(end + 12),
    tail.readUInt32LE(end + 16),
  ];
  if (tail.readUInt16LE(end + 4) !== 0 && tail.readUInt16LE(end + 4) !== 0xffff) {
    throw undecodable(source.name, "unsupported", "it is one part of several");
  }
  const isLarge = entries === 0xffff || sizeBytes === 0xffffffff || at === 0xffffffff;
  return isLarge ? findLargeDirectory(file, source, endAt) : { at, sizeBytes, entries, endAt };
}

function isEnd(tail: Buffer, at: number): boolean {
  return tail.readUInt32LE(at) === END_MARK && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length;
}

async function findLargeDirectory(file: FileHandle, source: LayerSource, endAt: number): Promise<Directory> {
  const damaged = () => undecodable(source.name, "corrupt", "its ZIP64 record is damaged");
  if (endAt < LOCATOR_BYTES + END64_BYTES) throw damaged();
  const locator = await readExactly(file, source, endAt - LOCATOR_BYTES, LOCATOR_BYTES);
  const end64At = Number(locator.readBigUInt64LE(8));
  if (locator.readUInt32LE(0) !== LOCATOR_MARK || end64At + END64_BYTES > endAt) throw damaged();
  const end64 = await readExactly(file, source, end64At, END64_BYTES);
  if (end64.readUInt32LE(0) !== END64_MARK) throw damaged();
  return {
    entries: Number(end64.readBigUInt64LE(32)),
    sizeBytes: Number(end64.readBigUInt64LE(40)),
    at: Number(end64.readBigUInt64LE(48)),
    endAt: end64At,
  };
}

function readEntry(bytes: Buffer, at: number, directoryAt: number): ZipEntry {
  const nameEnd = at + ENTRY_BYTES + bytes.readUInt16LE(at + 28);
  const extra = bytes.subarray(nameEnd, nameEnd + bytes.readUInt16LE(at + 30));
  const short = [at + 24, at + 20, at + 42].map((place) => bytes.readUInt32LE(place));
  const [sizeBytes = 0, packedBytes = 0, headerAt = 0] = widen(short, extra);
  return {
    name: bytes.toString("utf8", at + ENTRY_BYTES, nameEnd),
    flags: bytes.readUInt16LE(at + 8),
    method: bytes.readUInt16LE(at + 10),
    crc32: bytes.readUInt32LE(at + 16),
    packedBytes,
    sizeBytes,
    headerAt,
    directoryAt,
  };
}

/** Numbers that do not fit into 32 bits stand in the ZIP64 field, in their order. */
function widen(short: readonly number[], extra: Buffer): readonly number[] {
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== 1) at += 4 + extra.readUInt16LE(at + 2);
  let wideAt = at + 4;
  return short.map((value) => {
    if (value !== 0xffffffff || wideAt + 8 > extra.length) return value;
    wideAt += 8;
    return Number(extra.readBigUInt64LE(wideAt - 8));
  });
}
