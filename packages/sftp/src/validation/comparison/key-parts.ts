import type { KeySpill } from "../keys/key-spill.js";
import type { KeyEntry } from "./key-entry.js";

const PARTS = 256;
const LEAST_BYTES = 1_024;
/** So many bytes of a part are gathered before they go to the disk: 8 MiB for all parts. */
const MOST_BYTES = 32_768;

interface Part {
  gathered: Buffer;
  filled: number;
  /** Where on the disk the rest lies. */
  readonly chunks: { readonly at: number; readonly sizeBytes: number }[];
}

/**
 * The keys of a delivery, put aside in parts by their hash. What two deliveries have in common lies in the same part
 * of both, so that they are compared part by part.
 */
export class KeyParts {
  readonly #parts: readonly Part[] = Array.from({ length: PARTS }, () => ({
    gathered: Buffer.alloc(0),
    filled: 0,
    chunks: [],
  }));
  readonly #spill: KeySpill;

  constructor(spill: KeySpill) {
    this.#spill = spill;
  }

  get count(): number {
    return this.#parts.length;
  }

  add(entry: KeyEntry, recordNumber: number): void {
    const part = this.#parts[entry.key.high >>> 24];
    if (part === undefined) return;
    const { sizeBytes } = entry;
    if (part.filled + sizeBytes > part.gathered.length) this.#makeRoom(part, sizeBytes);
    entry.write(part.gathered, part.filled, recordNumber);
    part.filled += sizeBytes;
  }

  /** All entries of one part, in the order of the file. */
  read(at: number): Buffer {
    const part = this.#parts[at];
    if (part === undefined) return Buffer.alloc(0);
    const chunks = part.chunks.map((chunk) => {
      const bytes = Buffer.alloc(chunk.sizeBytes);
      this.#spill.read(bytes, chunk.at);
      return bytes;
    });
    return Buffer.concat([...chunks, part.gathered.subarray(0, part.filled)]);
  }

  close(): void {
    this.#spill.close();
  }

  #makeRoom(part: Part, needed: number): void {
    if (part.filled + needed > MOST_BYTES && part.filled > 0) {
      const at = this.#spill.append(part.gathered.subarray(0, part.filled));
      part.chunks.push({ at, sizeBytes: part.filled });
      part.filled = 0;
    }
    const wanted = part.filled + needed;
    if (wanted <= part.gathered.length) return;
    const larger = Buffer.alloc(
      Math.max(LEAST_BYTES, wanted, Math.min(MOST_BYTES, part.gathered.length * 2)),
    );
    part.gathered.copy(larger, 0, 0, part.filled);
    part.gathered = larger;
  }
}
