/** What a byte can mean, as bits. Those below {@link FIRST_STOP} only leave a mark on their cell. */
export const HIGH_BYTE = 1;
export const CONTROL_BYTE = 2;
export const NUL_BYTE = 4;
export const FIRST_STOP = 8;
const DELIMITER_BYTE = 8;
export const QUOTE_BYTE = 16;
export const LINE_FEED_BYTE = 32;
export const CARRIAGE_RETURN_BYTE = 64;
export const ESCAPE_BYTE = 128;

export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
const TAB = 0x09;

/** The meaning of each of the 256 bytes in a dialect; 0 for the plain ones, which are nearly all. */
export function createByteKinds(delimiter: number, quote: number | undefined): Uint8Array {
  const kinds = new Uint8Array(256);
  kinds.fill(CONTROL_BYTE, 0, 0x20);
  kinds.fill(HIGH_BYTE, 0x80);
  kinds[0x7f] = CONTROL_BYTE;
  kinds[TAB] = 0;
  kinds[0] = NUL_BYTE;
  kinds[LINE_FEED] = LINE_FEED_BYTE;
  kinds[CARRIAGE_RETURN] = CARRIAGE_RETURN_BYTE;
  kinds[delimiter] = DELIMITER_BYTE;
  if (quote !== undefined) kinds[quote] = QUOTE_BYTE;
  return kinds;
}

/** The same inside quotes, where an escape character means something. */
export function createQuotedByteKinds(kinds: Uint8Array, escapeCharacter: string | undefined): Uint8Array {
  if (escapeCharacter === undefined) return kinds;
  const quoted = Uint8Array.from(kinds);
  quoted[toByte(escapeCharacter)] = ESCAPE_BYTE;
  return quoted;
}

/** The byte of an ASCII character. */
export function toByte(character: string): number {
  return character.charCodeAt(0);
}
