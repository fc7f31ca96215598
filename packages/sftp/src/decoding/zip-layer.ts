import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { crc32, createInflateRaw } from "node:zlib";
import { inflate } from "./inflate.js";
import type { LayerSource, OpenLayer } from "./layer.js";
import { mustBeWithin } from "./output-guard.js";
import { undecodable } from "./undecodable.js";
import { readExactly, readZipDirectory, type ZipEntry } from "./zip-directory.js";

const HEADER_MARK = 0x04034b50;
const HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 0x41;

/**
 * Opens the one declared entry of a zip. Length and checksum of what comes out are checked.
 *
 * The reader is our own: one entry of an archive that is read with suspicion needs a small part of the format, and
 * needs what general readers leave to their callers: checksums, limits before the first byte, and both headers agreeing.
 */
export async function openZip(source: LayerSource, wanted?: string | undefined): Promise<OpenLayer> {
  await using file = await open(source.path, "r");
  const entry = chooseEntry(await readZipDirectory(file, source), source, wanted);
  mustBeWithin(entry.sizeBytes, source);
  const header = await readExactly(file, source, entry.headerAt, HEADER_BYTES);
  const nameBytes = header.readUInt16LE(26);
  const name = await readExactly(file, source, entry.headerAt + HEADER_BYTES, nameBytes);
  const from = entry.headerAt + HEADER_BYTES + nameBytes + header.readUInt16LE(28);
  const to = from + entry.packedBytes;
  const agrees =
    header.readUInt32LE(0) === HEADER_MARK &&
    header.readUInt16LE(8) === entry.method &&
    name.toString("utf8") === entry.name;
  if (!agrees || to > entry.directoryAt) {
    throw undecodable(source.name, "corrupt", `the header of ${entry.name} is not what its directory says`);
  }
  return readEntry(source, entry, { from, to });
}

function chooseEntry(
  entries: readonly ZipEntry[],
  { name, limits }: LayerSource,
  wanted: string | undefined,
): ZipEntry {
  if (entries.length > limits.maxEntries) {
    throw undecodable(
      name,
      "too-many-entries",
      `it holds ${entries.length} files, and ${limits.maxEntries} may be`,
    );
  }
  const unsafe = entries.find((entry) => isUnsafe(entry.name));
  if (unsafe !== undefined) {
    throw undecodable(name, "entry-name", `it names an entry ${JSON.stringify(unsafe.name)}`);
  }
  const found = entries.filter((entry) => wanted === undefined || entry.name === wanted);
  const [entry] = found;
  if (entry === undefined || found.length > 1) {
    const held = entries.map((each) => each.name).join(", ") || "nothing";
    throw undecodable(name, "entry-missing", `it holds ${held} instead of ${wanted ?? "one file"}`);
  }
  if ((entry.flags & ENCRYPTED) !== 0) {
    throw undecodable(name, "unsupported", "it is encrypted as zip does it; have it sent with PGP");
  }
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw undecodable(name, "unsupported", `${entry.name} is packed by method ${entry.method}`);
  }
  return entry;
}

/** A name that would lead out of a folder, or that cannot be what it looks like. */
function isUnsafe(name: string): boolean {
  return (
    name === "" ||
    /^[/\\]|^[a-z]:/i.test(name) ||
    /[\\\p{Cc}\p{Cf}\uFFFD]/u.test(name) ||
    name.split("/").some((part) => part === ".." || part === ".")
  );
}

function readEntry(
  source: LayerSource,
  entry: ZipEntry,
  range: { readonly from: number; readonly to: number },
): OpenLayer {
  const engine = entry.method === DEFLATED ? createInflateRaw() : undefined;
  let [sizeBytes, checksum] = [0, 0];
  const corrupt = (what: string) => undecodable(source.name, "corrupt", `${entry.name} ${what}`);
  return {
    bytes: (async function* () {
      const bytes = engine === undefined ? readStored(source, range) : inflate(source, range, engine);
      for await (const piece of bytes) {
        sizeBytes += piece.byteLength;
        if (sizeBytes > entry.sizeBytes) throw corrupt("is larger than its directory says");
        checksum = crc32(piece, checksum);
        yield piece;
      }
    })(),
    async finish() {
      if (sizeBytes !== entry.sizeBytes) throw corrupt("is smaller than its directory says");
      if (checksum !== entry.crc32) throw corrupt("has not the checksum of its directory");
      if (engine !== undefined && engine.bytesWritten !== entry.packedBytes) {
        throw corrupt("ends before its packed bytes do");
      }
      return { kind: "zip", entry: entry.name };
    },
  };
}

async function* readStored(
  { path, signal }: LayerSource,
  { from, to }: { readonly from: number; readonly to: number },
): AsyncGenerator<Uint8Array> {
  if (from === to) return;
  for await (const piece of createReadStream(path, { start: from, end: to - 1 })) {
    signal?.throwIfAborted();
    if (piece instanceof Uint8Array) yield piece;
  }
}
