const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Counts the rows below a header in separated text, as its bytes come; line breaks within quotes end none. */
export interface RecordCounter {
  take(piece: Uint8Array): void;
  /** Rows begun so far. */
  rows(): number;
}

/** Creates a counter for one text. */
export function createRecordCounter(): RecordCounter {
  let begun = 0;
  let isQuoted = false;
  let isWithin = false;
  return {
    take(piece) {
      for (const byte of piece) {
        if (byte === QUOTE) isQuoted = !isQuoted;
        else if (!isQuoted && (byte === LINE_FEED || byte === CARRIAGE_RETURN)) {
          isWithin = false;
          continue;
        }
        if (!isWithin) begun += 1;
        isWithin = true;
      }
    },
    rows: () => Math.max(0, begun - 1),
  };
}

/** Where the first record of a text ends, its line break included; the length of the text when nothing ends it. */
export function endOfFirstRecord(text: Uint8Array): number {
  let isQuoted = false;
  const end = text.findIndex((byte) => {
    if (byte === QUOTE) isQuoted = !isQuoted;
    return !isQuoted && byte === LINE_FEED;
  });
  return end === -1 ? text.byteLength : end + 1;
}
