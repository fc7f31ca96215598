import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toLocalError } from "../../site/local-errors.js";

/**
 * A file for what does not fit into memory. It has no name from the moment it is opened, so that nothing is left of
 * it after a crash, and it is read and written at once: a validation asks for a key in the middle of a record.
 */
export class KeySpill {
  readonly #folder: string;
  #file: number | undefined;
  #sizeBytes = 0;

  /** @param folder the temporary folder of the system when left out. */
  constructor(folder: string = tmpdir()) {
    this.#folder = folder;
  }

  /** Writes bytes behind those that are there, and says where. */
  append(bytes: Uint8Array): number {
    const at = this.#sizeBytes;
    this.#guard(() => {
      this.#file ??= openNameless(this.#folder);
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#file, bytes, done, bytes.length - done, at + done);
      }
    });
    this.#sizeBytes += bytes.length;
    return at;
  }

  /** Fills a buffer with the bytes from a place on, as far as there are any. */
  read(into: Uint8Array, at: number): void {
    const file = this.#file;
    if (file === undefined) throw new RangeError("Nothing was written yet.");
    this.#guard(() => {
      for (let done = 0, got = 1; done < into.length && got > 0; done += got) {
        got = readSync(file, into, done, into.length - done, at + done);
      }
    });
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      throw toLocalError(error, this.#folder);
    }
  }
}

function openNameless(folder: string): number {
  const place = mkdtempSync(join(folder, "spm-keys-"));
  try {
    return openSync(join(place, "keys"), "wx+", 0o600);
  } finally {
    rmSync(place, { recursive: true });
  }
}
