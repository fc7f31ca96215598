import type { CellReader } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";

/** One value of a key as bytes, with a hash of 64 bits in two halves. One object, used over and over. */
export class KeyValue {
  bytes = Buffer.alloc(64);
  length = 0;
  high = 0;
  low = 0;
  readonly #positions: readonly number[];
  readonly #seed: number;

  /** With a secret seed nobody can send values that all share a hash. */
  constructor(positions: readonly number[], seed: number) {
    this.#positions = positions;
    this.#seed = seed;
  }

  /** Takes the value of a record; says whether there is one, which takes all its parts. */
  read(record: RecordView, reader: CellReader): boolean {
    this.length = 0;
    for (let at = 0; at < this.#positions.length; at += 1) {
      const cell = reader.read(record, this.#positions[at] ?? 0);
      const size = cell.end - cell.start;
      if (size === 0) return false;
      if (this.length + size + 4 > this.bytes.length) this.#grow(size);
      // The lengths keep ("a", "bc") apart from ("ab", "c").
      if (this.#positions.length > 1) this.length = this.bytes.writeUInt32LE(size, this.length);
      const { bytes } = this;
      for (let from = cell.start; from < cell.end; from += 1) {
        bytes[this.length] = cell.bytes[from] ?? 0;
        this.length += 1;
      }
    }
    this.#hash();
    return true;
  }

  /** Takes bytes as they are. */
  take(bytes: Buffer, start: number, end: number): void {
    this.length = 0;
    if (end - start > this.bytes.length) this.#grow(end - start);
    this.length = bytes.copy(this.bytes, 0, start, end);
    this.#hash();
  }

  #grow(size: number): void {
    const larger = Buffer.alloc((this.length + size + 4) * 2);
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /** Two different multiplicative hashes of 32 bits, each with the finish of MurmurHash3. */
  #hash(): void {
    const { bytes, length } = this;
    let high = this.#seed ^ 0x811c9dc5;
    let low = this.#seed ^ length;
    for (let at = 0; at < length; at += 1) {
      const byte = bytes[at] ?? 0;
      high = Math.imul(high ^ byte, 0x01000193);
      low = Math.imul(low + byte, 0x5bd1e995);
      low ^= low >>> 15;
    }
    this.high = finish(high);
    this.low = finish(low);
  }
}

function finish(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}
