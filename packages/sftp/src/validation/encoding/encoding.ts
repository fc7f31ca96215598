import { isUtf8 } from "node:buffer";
import type { FeedEncoding } from "../../feed/feed-encoding.js";
import type { Encoding } from "./character-encoding.js";
import { createSingleByteEncoding } from "./single-byte.js";

export type { Encoding };

const UTF_8: Encoding = {
  name: "utf-8",
  title: "UTF-8",
  script: "unicode",
  isValid: isUtf8,
  decode: (bytes) => bytes.toString("utf8"),
  encode: (text) => Buffer.from(text, "utf8"),
  characterBytes: (lead) => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1),
};

const made = new Map<FeedEncoding, Encoding>();

/** The rules of a feed's encoding. */
export function getEncoding(name: FeedEncoding): Encoding {
  const encoding = made.get(name) ?? createEncoding(name);
  made.set(name, encoding);
  return encoding;
}

function createEncoding(name: FeedEncoding): Encoding {
  switch (name) {
    case "utf-8":
      return UTF_8;
    case "utf-16":
    case "utf-16le":
    case "utf-16be":
      return { ...UTF_8, name, title: name.toUpperCase() };
    default:
      return createSingleByteEncoding(name);
  }
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
