import type { CellReader } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";

/**
 * A digest of 64 bits over some cells of a record: two records with different cells share one by a chance of about
 * one to 10^19. One object, used over and over.
 */
export class RecordDigest {
  high = 0;
  low = 0;
  readonly #positions: readonly number[];
  readonly #seed: number;

  constructor(positions: readonly number[], seed: number) {
    this.#positions = positions;
    this.#seed = seed;
  }

  read(record: RecordView, reader: CellReader): void {
    let high = this.#seed ^ 0x811c9dc5;
    let low = this.#seed ^ 0x5bd1e995;
    for (let at = 0; at < this.#positions.length; at += 1) {
      const { bytes, start, end } = reader.read(record, this.#positions[at] ?? 0);
      for (let from = start; from < end; from += 1) {
        const byte = bytes[from] ?? 0;
        high = Math.imul(high ^ byte, 0x01000193);
        low = Math.imul(low + byte, 0x5bd1e995);
        low ^= low >>> 15;
      }
      // The length keeps ("a", "bc") apart from ("ab", "c").
      high = Math.imul(high ^ (end - start), 0x85ebca6b);
      high ^= high >>> 13;
      low = Math.imul(low + (end - start) + 1, 0xc2b2ae35);
    }
    this.high = high >>> 0;
    this.low = low >>> 0;
  }
}
