/** Every encoding that a feed may declare. */
export const FEED_ENCODINGS = [
  "utf-8",
  "utf-16",
  "utf-16le",
  "utf-16be",
  "iso-8859-1",
  "iso-8859-2",
  "iso-8859-4",
  "iso-8859-5",
  "iso-8859-7",
  "iso-8859-9",
  "iso-8859-10",
  "iso-8859-13",
  "iso-8859-15",
  "windows-1250",
  "windows-1251",
  "windows-1252",
  "windows-1253",
  "windows-1254",
  "windows-1257",
] as const;

/**
 * How the characters of a feed's files are written as bytes.
 *
 * `utf-16` takes its byte order from the mark that each file must begin with; `utf-16le` and `utf-16be` need none. A
 * control character from U+0080 to U+009F is in no text, so that the bytes 0x80 to 0x9F are wrong in every ISO-8859:
 * they betray a file of Windows.
 */
export type FeedEncoding = (typeof FEED_ENCODINGS)[number];
