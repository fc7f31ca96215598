const BLOCK_WORDS = 16;
const BITS_PER_VALUE = 12;

/** Says of most values at once that they are not among those of a run: a Bloom filter in blocks of 64 bytes. */
export class KeyFilter {
  readonly #words: Uint32Array;
  readonly #blocks: number;

  constructor(values: number) {
    this.#blocks = Math.max(1, Math.ceil((values * BITS_PER_VALUE) / (BLOCK_WORDS * 32)));
    this.#words = new Uint32Array(this.#blocks * BLOCK_WORDS);
  }

  add(high: number, low: number): void {
    const block = (low % this.#blocks) * BLOCK_WORDS;
    for (let turn = 0; turn < 4; turn += 1) {
      const bit = pickBit(high, turn);
      const word = block + (bit >>> 5);
      this.#words[word] = (this.#words[word] ?? 0) | (1 << (bit & 31));
    }
  }

  /** `false` is certain, `true` is not. */
  mayHave(high: number, low: number): boolean {
    const block = (low % this.#blocks) * BLOCK_WORDS;
    for (let turn = 0; turn < 4; turn += 1) {
      const bit = pickBit(high, turn);
      if (((this.#words[block + (bit >>> 5)] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

/** One of the 512 bits of a block. */
function pickBit(high: number, turn: number): number {
  return (Math.imul(high, 0x9e3779b1) >>> (turn * 7)) & 511;
}
