import { Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";
import type { ZippedFile } from "./read-zip.js";
import {
  DEFLATED,
  DESCRIPTOR_MARK,
  END_BYTES,
  END_MARK,
  ENTRY_BYTES,
  ENTRY_MARK,
  HAS_DESCRIPTOR,
  HEADER_BYTES,
  HEADER_MARK,
  IS_UTF8,
} from "./zip-format.js";

interface Written {
  readonly name: Buffer;
  readonly at: number;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
}

const VERSION = 20;
const FLAGS = HAS_DESCRIPTOR | IS_UTF8;
/** The first of January 1980, the first day that the format knows: the same files make the same bytes. */
const DATE = 0x0021;

/** Packs files into a zip as their bytes come, in flat memory. Each may have 4 GiB, and so may the whole. */
export async function* writeZip(files: Iterable<ZippedFile>): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let at = 0;
  for (const { name, bytes } of files) {
    const entry = { name: Buffer.from(name), at, crc32: 0, packedBytes: 0, sizeBytes: 0 };
    const head = toHeader(entry.name);
    yield head;
    const counted = count(bytes, entry);
    for await (const piece of Readable.from(counted, { objectMode: false }).compose(createDeflateRaw())) {
      entry.packedBytes += piece.byteLength;
      yield piece;
    }
    const descriptor = toDescriptor(entry);
    yield descriptor;
    at += head.byteLength + entry.packedBytes + descriptor.byteLength;
    written.push(entry);
  }
  const directory = Buffer.concat(written.map(toEntry));
  yield directory;
  yield toEnd(written.length, directory.byteLength, at);
}

async function* count(
  bytes: AsyncIterable<Uint8Array>,
  entry: { crc32: number; sizeBytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    entry.crc32 = crc32(piece, entry.crc32);
    entry.sizeBytes += piece.byteLength;
    yield piece;
  }
}

function toHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(HEADER_MARK, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATED, 8);
  header.writeUInt16LE(DATE, 12);
  header.writeUInt16LE(name.byteLength, 26);
  return Buffer.concat([header, name]);
}

function toDescriptor({ crc32: checksum, packedBytes, sizeBytes }: Written): Buffer {
  const descriptor = Buffer.alloc(16);
  [DESCRIPTOR_MARK, checksum, packedBytes, sizeBytes].forEach((value, index) => {
    descriptor.writeUInt32LE(value, index * 4);
  });
  return descriptor;
}

function toEntry({ name, at, crc32: checksum, packedBytes, sizeBytes }: Written): Buffer {
  const entry = Buffer.alloc(ENTRY_BYTES);
  entry.writeUInt32LE(ENTRY_MARK, 0);
  entry.writeUInt16LE(VERSION, 4);
  entry.writeUInt16LE(VERSION, 6);
  entry.writeUInt16LE(FLAGS, 8);
  entry.writeUInt16LE(DEFLATED, 10);
  entry.writeUInt16LE(DATE, 14);
  [checksum, packedBytes, sizeBytes].forEach((value, index) => {
    entry.writeUInt32LE(value, 16 + index * 4);
  });
  entry.writeUInt16LE(name.byteLength, 28);
  entry.writeUInt32LE(at, 42);
  return Buffer.concat([entry, name]);
}

function toEnd(count: number, directoryBytes: number, at: number): Buffer {
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END_MARK, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(at, 16);
  return end;
}
