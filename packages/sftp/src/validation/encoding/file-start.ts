import type { FeedEncoding } from "../../feed/feed-declaration.js";

/** What the first bytes of a file say about its encoding. */
export interface FileStart {
  /** The byte order mark, which is no part of the first cell. */
  readonly markBytes: number;
  readonly isUtf16: boolean;
  /** The mark belongs to another encoding than the declared one. */
  readonly contradicts: boolean;
}

/** So many bytes are enough to tell, unless the file is shorter. */
export const START_BYTES = 4;

/** Reads the byte order mark, and recognises UTF-16 without one by the zeros of its first two letters. */
export function readFileStart(bytes: Uint8Array, encoding: FeedEncoding): FileStart {
  const [a = -1, b = -1, c = -1, d = -1] = bytes;
  const hasUtf16Mark = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  const littleEndian = a > 0 && b === 0 && c > 0 && d === 0;
  const bigEndian = a === 0 && b > 0 && c === 0 && d > 0;
  const hasUtf8Mark = a === 0xef && b === 0xbb && c === 0xbf;
  return {
    markBytes: hasUtf8Mark ? 3 : 0,
    isUtf16: hasUtf16Mark || littleEndian || bigEndian,
    contradicts: hasUtf8Mark && encoding !== "utf-8",
  };
}
