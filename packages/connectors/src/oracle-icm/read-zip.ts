import { crc32 } from "node:zlib";
import type { SpmError } from "@spm-ops/core";
import { type ByteSource, createByteSource } from "./byte-source.js";
import { inflate } from "./inflate.js";
import {
  DEFLATED,
  DESCRIPTOR_MARK,
  END_MARK,
  ENTRY_MARK,
  HAS_DESCRIPTOR,
  HEADER_BYTES,
  HEADER_MARK,
  IS_ENCRYPTED,
  STORED,
} from "./zip-format.js";

/** One file of a zip. */
export interface ZippedFile {
  readonly name: string;
  /** To be consumed once, before the next file is asked for. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

interface Header {
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly sizeBytes: number;
  readonly name: string;
}

/**
 * Unpacks a zip as it comes, in flat memory: the vendor's archives come as one text, and cannot be looked at from their
 * end. Folders are left out. Each file's checksum has to agree before its last piece counts.
 *
 * @throws what `fail` makes, for what is no zip, is encrypted, damaged or ends early
 */
export async function* readZip(
  pieces: AsyncIterable<Uint8Array>,
  fail: (why: string, cause?: unknown) => SpmError,
): AsyncGenerator<ZippedFile> {
  const source = createByteSource(pieces, fail);
  try {
    for (;;) {
      const mark = (await source.read(4)).readUInt32LE(0);
      if (mark === ENTRY_MARK || mark === END_MARK) break;
      if (mark !== HEADER_MARK) throw fail("it is no zip");
      const header = await readHeader(source);
      const bytes = readContent(source, header, fail);
      if (!header.name.endsWith("/")) yield { name: header.name, bytes };
      for (let rest = await bytes.next(); !rest.done; rest = await bytes.next());
    }
    // The directory says nothing new, but the end of what carries it does.
    while ((await source.next()) !== undefined);
  } finally {
    await source.close();
  }
}

async function readHeader(source: ByteSource): Promise<Header> {
  const fixed = await source.read(HEADER_BYTES - 4);
  const name = (await source.read(fixed.readUInt16LE(22))).toString("utf8");
  await source.read(fixed.readUInt16LE(24));
  return {
    flags: fixed.readUInt16LE(2),
    method: fixed.readUInt16LE(4),
    crc32: fixed.readUInt32LE(10),
    sizeBytes: fixed.readUInt32LE(14),
    name,
  };
}

async function* readContent(
  source: ByteSource,
  header: Header,
  fail: (why: string, cause?: unknown) => SpmError,
): AsyncGenerator<Uint8Array> {
  const { flags, method, name } = header;
  const hasDescriptor = (flags & HAS_DESCRIPTOR) !== 0;
  if ((flags & IS_ENCRYPTED) !== 0) throw fail(`${name} is encrypted`);
  if (method !== DEFLATED && (method !== STORED || hasDescriptor))
    throw fail(`${name} is packed in another way`);
  const content = method === DEFLATED ? inflate(source, fail) : readStored(source, header.sizeBytes, fail);
  let checksum = 0;
  for await (const piece of content) {
    checksum = crc32(piece, checksum);
    yield piece;
  }
  const promised = hasDescriptor ? await readDescriptor(source) : header.crc32;
  if (promised !== checksum) throw fail(`${name} is damaged`);
}

async function* readStored(
  source: ByteSource,
  sizeBytes: number,
  fail: (why: string) => SpmError,
): AsyncGenerator<Uint8Array> {
  for (let missing = sizeBytes; missing > 0; ) {
    const piece = await source.next();
    if (piece === undefined) throw fail("it ends early");
    const own = piece.subarray(0, missing);
    source.giveBack(piece.subarray(own.byteLength));
    missing -= own.byteLength;
    yield own;
  }
}

/** The checksum behind an entry. Its mark may be left out, and two sizes follow it. */
async function readDescriptor(source: ByteSource): Promise<number> {
  const first = (await source.read(4)).readUInt32LE(0);
  const checksum = first === DESCRIPTOR_MARK ? (await source.read(4)).readUInt32LE(0) : first;
  await source.read(8);
  return checksum;
}
