import { createHash } from "node:crypto";
import { SpmError } from "@spm-ops/core";
import type { StageableFile } from "./stageable-file.js";

/**
 * Throws when what was read of a file is not what was promised.
 *
 * @throws SpmError `file.changed`, `file.digest-mismatch`
 */
export function assertPromised(
  file: StageableFile,
  got: { readonly sizeBytes: number; readonly sha256: string },
): void {
  if (got.sizeBytes !== file.sizeBytes) {
    throw new SpmError("file.changed", `${file.name} is not as long as promised; it was not loaded.`, {
      path: file.name,
      expectedBytes: file.sizeBytes,
      gotBytes: got.sizeBytes,
    });
  }
  if (got.sha256 !== file.sha256) {
    throw new SpmError(
      "file.digest-mismatch",
      `${file.name} does not hold the promised bytes; it was not loaded.`,
      { path: file.name, expected: file.sha256, got: got.sha256 },
    );
  }
}

/** The bytes of a file, of which the last piece comes only when all turned out to be the promised ones. */
export async function* readPromised(file: StageableFile): AsyncGenerator<Uint8Array> {
  const digest = createHash("sha256");
  let sizeBytes = 0;
  let held: Uint8Array | undefined;
  for await (const piece of file.open()) {
    if (piece.byteLength === 0) continue;
    digest.update(piece);
    sizeBytes += piece.byteLength;
    if (sizeBytes > file.sizeBytes) break;
    if (held !== undefined) yield held;
    held = piece;
  }
  assertPromised(file, { sizeBytes, sha256: digest.digest("hex") });
  if (held !== undefined) yield held;
}
