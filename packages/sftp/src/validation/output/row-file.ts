import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { WrittenFile } from "@spm-ops/core";
import { toLocalError } from "../../site/local-errors.js";
import type { RowSink } from "./row-sink.js";

/** Proof of the records that a row file holds. */
export interface WrittenRows extends WrittenFile {
  /** Data records, without the header. */
  readonly rows: number;
}

/** A new local file that records are written to. */
export interface RowFile extends RowSink, AsyncDisposable {
  /** Puts the file on the disk and says what it holds; the same answer again when called again. */
  close(): Promise<WrittenRows>;
}

/**
 * Opens a new file for records, as a sink of a validation. It never overwrites, and removes nothing after a failure.
 *
 * @throws SpmError `file.exists` when the path is taken, `file.not-found` without the folder, `storage.full` when
 * the disk is, `file.refused` for any other refusal.
 */
export async function openRowFile(path: string): Promise<RowFile> {
  const handle = await guard(path, () => open(path, "wx"));
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let rows = 0;
  let closing: Promise<WrittenRows> | undefined;

  const close = () => {
    closing ??= guard(path, async () => {
      await syncAndClose(handle);
      return { path, sizeBytes, sha256: hash.digest("hex"), rows };
    });
    return closing;
  };

  return {
    write: (bytes, newRows) =>
      guard(path, async () => {
        await handle.writeFile(bytes);
        hash.update(bytes);
        sizeBytes += bytes.length;
        rows += newRows;
      }),
    close,
    [Symbol.asyncDispose]: async () => {
      await close();
    },
  };
}

async function syncAndClose(handle: FileHandle): Promise<void> {
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function guard<Result>(path: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw toLocalError(error, path);
  }
}
