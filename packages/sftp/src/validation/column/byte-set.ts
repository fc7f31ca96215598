/** A set of texts that is asked with bytes, so that no text has to be made of them first. */
export class ByteSet {
  /** Each place holds the values that share it; there are at least four times as many places as values. */
  readonly #places: (readonly Uint8Array[])[];
  readonly #mask: number;

  constructor(values: Iterable<Uint8Array>) {
    const all = Array.from(values, (value) => Uint8Array.from(value));
    const size = 2 ** Math.ceil(Math.log2(all.length * 4 + 1));
    this.#mask = size - 1;
    this.#places = Array.from({ length: size }, () => []);
    for (const value of all) {
      const place = this.#placeOf(value, 0, value.length);
      this.#places[place] = [...(this.#places[place] ?? []), value];
    }
  }

  has(bytes: Uint8Array, start: number, end: number): boolean {
    const candidates = this.#places[this.#placeOf(bytes, start, end)];
    if (candidates === undefined) return false;
    for (let at = 0; at < candidates.length; at += 1) {
      const value = candidates[at];
      if (value !== undefined && equalBytes(value, bytes, start, end)) return true;
    }
    return false;
  }

  /** The length and four bytes tell the values of most lists apart. */
  #placeOf(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (length === 0) return 0;
    const outer = (bytes[start] ?? 0) * 31 + (bytes[end - 1] ?? 0) * 7;
    const inner = (bytes[start + (length >> 1)] ?? 0) * 131 + (bytes[start + (length >> 2)] ?? 0) * 17;
    return (outer + inner + length) & this.#mask;
  }
}

function equalBytes(value: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (value.length !== end - start) return false;
  for (let at = 0; at < value.length; at += 1) if (value[at] !== bytes[start + at]) return false;
  return true;
}
