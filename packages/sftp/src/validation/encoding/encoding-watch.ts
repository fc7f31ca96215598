import type { Encoding } from "./encoding.js";

/** Watches over the encoding of a whole file: one quick look at each chunk, exact across their borders. */
export class EncodingWatch {
  readonly #encoding: Encoding;
  #border = Buffer.alloc(0);
  #suspicious = false;

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  /** Whether a byte so far is wrong, so that each record has to be looked at by itself. */
  get suspicious(): boolean {
    return this.#suspicious;
  }

  append(chunk: Uint8Array): void {
    if (this.#suspicious) return;
    const bytes = this.#border.length === 0 ? chunk : Buffer.concat([this.#border, chunk]);
    const end = this.#wholeCharacters(bytes);
    this.#suspicious = !this.#encoding.isValid(bytes.subarray(0, end));
    this.#border = Buffer.from(bytes.subarray(end));
  }

  end(): void {
    this.#suspicious ||= this.#border.length > 0;
  }

  /** The length of the part that does not end in the middle of a character. */
  #wholeCharacters(bytes: Uint8Array): number {
    for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
      const byte = bytes[bytes.length - back] ?? 0;
      if ((byte & 0xc0) === 0x80) continue;
      return this.#encoding.characterBytes(byte) > back ? bytes.length - back : bytes.length;
    }
    return bytes.length;
  }
}
