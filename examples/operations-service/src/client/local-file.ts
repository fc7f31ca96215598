import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { StageableFile } from "@spm-ops/connectors";
import type { StepProgress, WrittenFile } from "@spm-ops/core";

/** A file of this machine as one that can be staged, telling how far it has been read. */
export function toStageable(file: WrittenFile, progress: (report: StepProgress) => void): StageableFile {
  const { path, sizeBytes, sha256 } = file;
  return {
    name: basename(path),
    sizeBytes,
    sha256,
    async *open() {
      let done = 0;
      for await (const piece of createReadStream(path)) {
        yield piece;
        done += piece.length;
        progress({ done, total: sizeBytes, unit: "bytes" });
      }
    },
  };
}

/** Keeps bytes as a file of this machine: wholly there under its name, or not at all. */
export async function keepLocally(path: string, bytes: AsyncIterable<Uint8Array>): Promise<WrittenFile> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const file = await open(part, "w");
  try {
    for await (const piece of bytes) {
      await file.writeFile(piece);
      hash.update(piece);
      sizeBytes += piece.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
  return { path, sizeBytes, sha256: hash.digest("hex") };
}
