import { isUtf8 } from "node:buffer";
import type { FeedEncoding } from "../../feed/feed-declaration.js";

/** How the bytes of a feed's encoding are checked and read. */
export interface Encoding {
  readonly name: FeedEncoding;
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

/**
 * What Windows-1252 has at 0x80 to 0x9F, where Latin-1 has control characters; a hyphen stands for the undefined ones.
 * A table of our own: the `TextDecoder` of Node.js 20 reads these bytes as Latin-1.
 */
const FROM_0X80 =
  "\u20ac-\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152-\u017d--\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153-\u017e\u0178";

const ENCODINGS: Readonly<Record<FeedEncoding, Encoding>> = {
  "utf-8": {
    name: "utf-8",
    title: "UTF-8",
    isValid: isUtf8,
    decode: (bytes) => bytes.toString("utf8"),
    encode: (text) => Buffer.from(text, "utf8"),
    characterBytes: (lead) => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1),
  },
  "windows-1252": {
    name: "windows-1252",
    title: "Windows-1252",
    isValid: (bytes) => UNDEFINED_IN_1252.every((byte) => !bytes.includes(byte)),
    decode: decode1252,
    encode: encode1252,
    characterBytes: () => 1,
  },
};

/** The rules of a feed's encoding. */
export function getEncoding(name: FeedEncoding): Encoding {
  return ENCODINGS[name];
}

function decode1252(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replace(/[\u0080-\u009f]/g, (character) => FROM_0X80[character.charCodeAt(0) - 0x80] ?? "");
}

function encode1252(text: string): Uint8Array | undefined {
  const bytes = Array.from(text, (character) => {
    const high = character === "-" ? -1 : FROM_0X80.indexOf(character);
    return high < 0 ? (character.codePointAt(0) ?? 0) : 0x80 + high;
  });
  return bytes.every((byte) => byte <= 0xff) ? Uint8Array.from(bytes) : undefined;
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
