import { open } from "node:fs/promises";
import { undecodable } from "./undecodable.js";

/** How packed and encrypted files begin. */
const MARKS: readonly (readonly [what: string, mark: Uint8Array])[] = [
  ["gzip", Uint8Array.of(0x1f, 0x8b)],
  ["zip", Uint8Array.of(0x50, 0x4b, 0x03, 0x04)],
  ["zip", Uint8Array.of(0x50, 0x4b, 0x05, 0x06)],
  ["bzip2", Buffer.from("BZh")],
  ["xz", Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a)],
  ["7-Zip", Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf)],
  ["Zstandard", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd)],
  ["PGP", Buffer.from("-----BEGIN PGP")],
];

/** Refuses what is still packed when every declared layer is off: it is no file of the feed. */
export async function refuseNested(path: string, name: string): Promise<void> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    const start = buffer.subarray(0, bytesRead);
    const [what] = MARKS.find(([, mark]) => start.subarray(0, mark.length).equals(mark)) ?? [];
    if (what === undefined) return;
    throw undecodable(name, "nested", `within its declared layers lies one of ${what}`);
  } finally {
    await file.close();
  }
}
