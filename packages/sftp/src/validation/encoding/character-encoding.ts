import type { FeedEncoding } from "../../feed/feed-encoding.js";

/** How the bytes of a feed's encoding are checked and read. Those of UTF-16 are read as UTF-8, which it is turned into. */
export interface Encoding {
  readonly name: FeedEncoding;
  readonly title: string;
  /** Which bytes look like accidents of texts: those of UTF-8, those of western letters, or hardly any. */
  readonly script: "unicode" | "western" | "other";
  /** Whether whole characters are sound. */
  isValid(bytes: Uint8Array): boolean;
  decode(bytes: Buffer): string;
  /** `undefined` when the encoding has no bytes for a character of the text. */
  encode(text: string): Uint8Array | undefined;
  /** How many bytes the character has that begins with this one. */
  characterBytes(lead: number): number;
}
