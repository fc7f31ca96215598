/** A set of texts that is asked with bytes, so that no text has to be made of them first. */
export class ByteSet {
  readonly #byHash = new Map<number, Uint8Array[]>();

  constructor(values: Iterable<Uint8Array>) {
    for (const value of values) {
      const hash = hashBytes(value, 0, value.length);
      const others = this.#byHash.get(hash);
      if (others === undefined) this.#byHash.set(hash, [value]);
      else others.push(value);
    }
  }

  has(bytes: Uint8Array, start: number, end: number): boolean {
    const candidates = this.#byHash.get(hashBytes(bytes, start, end));
    return candidates?.some((value) => equalBytes(value, bytes, start, end)) ?? false;
  }
}

/** FNV-1a, 32 bits. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash;
}

function equalBytes(value: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (value.length !== end - start) return false;
  for (let at = 0; at < value.length; at += 1) if (value[at] !== bytes[start + at]) return false;
  return true;
}
