import { isAscii } from "node:buffer";
import type { FeedEncoding } from "../../feed/feed-encoding.js";
import type { Encoding } from "./character-encoding.js";

/** An encoding in which each character is one byte. */
export type SingleByteName = Extract<FeedEncoding, `iso-${string}` | `windows-${string}`>;

/** Stands in a table for a byte that means nothing. */
const UNDEFINED = "\ufffd";

/**
 * What Windows-1252 has at 0x80 to 0x9F, where Latin-1 has control characters; a hyphen stands for the undefined ones.
 * A table of our own: the `TextDecoder` of Node.js 20 reads these bytes as Latin-1.
 */
const FROM_0X80_IN_1252 =
  "\u20ac-\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152-\u017d--\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153-\u017e\u0178";

/** Of a byte that Windows-1253 leaves undefined the platform makes the character that Latin-1 has there. */
const UNDEFINED_IN_1253 = "\u00aa";

/** The encodings in which the letters of the West stand where Latin-1 has them. */
const WESTERN: readonly SingleByteName[] = [
  "iso-8859-1",
  "iso-8859-9",
  "iso-8859-15",
  "windows-1252",
  "windows-1254",
];

/** So few bytes are looked for one by one; `includes` is quicker than a loop. */
const FEW = 8;

/** Makes the rules of a single-byte encoding; its table is made once, from the platform's. */
export function createSingleByteEncoding(name: SingleByteName): Encoding {
  const title = name.replace("iso", "ISO").replace("windows", "Windows");
  const characters = listHighCharacters(name);
  const undefinedBytes = characters.flatMap((character, at) => (character === UNDEFINED ? [0x80 + at] : []));
  const bytes = new Map(
    characters.flatMap((character, at) => (character === UNDEFINED ? [] : [[character, 0x80 + at] as const])),
  );
  return {
    name,
    title,
    script: WESTERN.includes(name) ? "western" : "other",
    isValid: compileValidity(undefinedBytes),
    decode: (buffer) =>
      buffer
        .toString("latin1")
        .replace(/[\u0080-\u00ff]/g, (character) => characters[character.charCodeAt(0) - 0x80] ?? UNDEFINED),
    encode: (text) => encode(text, bytes),
    characterBytes: () => 1,
  };
}

/** The characters of the bytes from 0x80 on. */
function listHighCharacters(name: SingleByteName): readonly string[] {
  // For the platform these two are other names of Windows-1252 and Windows-1254.
  const label = name === "iso-8859-1" || name === "windows-1252" ? undefined : name;
  const bytes = Uint8Array.from({ length: 128 }, (_, at) => 0x80 + at);
  const text =
    label === undefined ? Buffer.from(bytes).toString("latin1") : new TextDecoder(label).decode(bytes);
  return Array.from(text, (character, at) => {
    if (name === "windows-1252" && at < 0x20) return toUndefined(FROM_0X80_IN_1252[at] ?? "-", "-");
    if (name === "windows-1253" && at === 0x2a) return toUndefined(character, UNDEFINED_IN_1253);
    return (name.startsWith("iso") && at < 0x20) || /[\u0080-\u009f]/.test(character) ? UNDEFINED : character;
  });
}

function toUndefined(character: string, unwanted: string): string {
  return character === unwanted ? UNDEFINED : character;
}

function compileValidity(undefinedBytes: readonly number[]): (bytes: Uint8Array) => boolean {
  if (undefinedBytes.length <= FEW) return (bytes) => undefinedBytes.every((byte) => !bytes.includes(byte));
  const isUndefined = new Uint8Array(256);
  for (const byte of undefinedBytes) isUndefined[byte] = 1;
  return (bytes) => {
    if (isAscii(bytes)) return true;
    for (let at = 0; at < bytes.length; at += 1) if (isUndefined[bytes[at] ?? 0] === 1) return false;
    return true;
  };
}

function encode(text: string, bytes: ReadonlyMap<string, number>): Uint8Array | undefined {
  const encoded: number[] = [];
  for (const character of text) {
    const byte = character < "\u0080" ? character.charCodeAt(0) : bytes.get(character);
    if (byte === undefined) return undefined;
    encoded.push(byte);
  }
  return Uint8Array.from(encoded);
}
