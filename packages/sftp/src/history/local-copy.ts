import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { SpmError } from "@spm-ops/core";

/** Whether the local copy is there to be used. */
export async function hasLocalCopy(path: string | undefined): Promise<boolean> {
  if (path === undefined) return false;
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/**
 * The bytes of a local copy, which end well only when they are the promised ones, so that a write of anything else
 * fails before it gets its name.
 */
export async function* readLocalCopy(path: string, expected: string): AsyncGenerator<Uint8Array> {
  const digest = createHash("sha256");
  for await (const piece of createReadStream(path)) {
    digest.update(piece);
    yield piece;
  }
  const got = digest.digest("hex");
  if (got === expected) return;
  throw new SpmError(
    "file.digest-mismatch",
    `The local copy ${path} is not what was validated; nothing of it was put on the site.`,
    { path, expected, got },
  );
}
