import { isUtf8 } from "node:buffer";
import type { FeedEncoding } from "../feed/feed-declaration.js";

/** How the bytes of a feed's encoding are checked and read. */
export interface Encoding {
  readonly title: string;
  /** Whether whole characters are sound. */
  isValid(bytes: Uint8Array): boolean;
  decode(bytes: Buffer): string;
  /** `undefined` when the encoding has no bytes for a character of the text. */
  encode(text: string): Uint8Array | undefined;
  /** How many bytes the character has that begins with this one. */
  characterBytes(lead: number): number;
}

/** The bytes that Windows-1252 leaves undefined. */
const UNDEFINED_IN_1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

const decoder1252 = new TextDecoder("windows-1252");
const CHARACTERS_OF_1252 = decoder1252.decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));

const ENCODINGS: Readonly<Record<FeedEncoding, Encoding>> = {
  "utf-8": {
    title: "UTF-8",
    isValid: isUtf8,
    decode: (bytes) => bytes.toString("utf8"),
    encode: (text) => Buffer.from(text, "utf8"),
    characterBytes: (lead) => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1),
  },
  "windows-1252": {
    title: "Windows-1252",
    isValid: (bytes) => UNDEFINED_IN_1252.every((byte) => !bytes.includes(byte)),
    decode: (bytes) => decoder1252.decode(bytes),
    encode: (text) => {
      const bytes = Array.from(text, (character) => CHARACTERS_OF_1252.indexOf(character));
      return bytes.includes(-1) ? undefined : Uint8Array.from(bytes);
    },
    characterBytes: () => 1,
  },
};

/** The rules of a feed's encoding. */
export function getEncoding(name: FeedEncoding): Encoding {
  return ENCODINGS[name];
}

/** The place of the first byte that is unsound; the length when there is none. */
export function findUnsoundByte(encoding: Encoding, bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const next = at + encoding.characterBytes(bytes[at] ?? 0);
    if (next > bytes.length || !encoding.isValid(bytes.subarray(at, next))) return at;
    at = next;
  }
  return at;
}

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
