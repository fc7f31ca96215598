import { sha256 } from "@spm-ops/core";
import type { StageableFile } from "../contract/stageable-file.js";

/** A file made of a text, given out in pieces of seven bytes so that nobody relies on where they end. */
export function createTextFile(name: string, text: string): StageableFile {
  const bytes = Buffer.from(text, "utf8");
  return {
    name,
    sizeBytes: bytes.byteLength,
    sha256: sha256(bytes),
    async *open() {
      for (let at = 0; at < bytes.byteLength; at += 7) yield bytes.subarray(at, at + 7);
    },
  };
}
