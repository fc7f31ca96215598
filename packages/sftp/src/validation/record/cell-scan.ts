import {
  CARRIAGE_RETURN_BYTE,
  CONTROL_BYTE,
  ESCAPE_BYTE,
  FIRST_STOP,
  HIGH_BYTE,
  LINE_FEED,
  LINE_FEED_BYTE,
  NUL_BYTE,
  QUOTE_BYTE,
} from "./byte-kind.js";

/** What was met in a cell, as bits. The first three are those of its bytes. */
export const MARK = {
  high: HIGH_BYTE,
  control: CONTROL_BYTE,
  nul: NUL_BYTE,
  quoted: 8,
  doubledQuote: 16,
  strayQuote: 32,
  textAfterQuote: 64,
  carriageReturn: 128,
  unclosed: 256,
  overlong: 512,
  escaped: 1_024,
  strayEscape: 2_048,
  shortLine: 4_096,
  longLine: 8_192,
} as const;

/** How a scan stopped. */
export const STOP = {
  needsMore: 0,
  delimiter: 1,
  lineFeed: 2,
  carriageReturnLineFeed: 3,
  end: 4,
  closed: 5,
  unclosed: 6,
} as const;

/** Where a scan stands; one object, used over and over. */
export interface CellScan {
  bytes: Buffer;
  readonly kinds: Uint8Array;
  /** The kinds inside quotes. */
  readonly quotedKinds: Uint8Array;
  readonly quote: number | undefined;
  position: number;
  /** Bytes from here on are not to be looked at. */
  limit: number;
  /** Whether nothing follows the limit. */
  ended: boolean;
  marks: number;
  newlines: number;
  newlinesLeft: number;
}

/** Moves on to what ends a cell that is not quoted, or the rest of one behind its closing quote. */
export function scanPlain(scan: CellScan): number {
  const { bytes, kinds, limit } = scan;
  let { position, marks } = scan;
  let stop: number = scan.ended ? STOP.end : STOP.needsMore;
  for (; position < limit; position += 1) {
    const kind = kinds[bytes[position] ?? 0] ?? 0;
    if (kind === 0) continue;
    if (kind < FIRST_STOP) marks |= kind;
    else if (kind === QUOTE_BYTE) marks |= MARK.strayQuote;
    else if (kind === LINE_FEED_BYTE) {
      stop = STOP.lineFeed;
      break;
    } else if (kind !== CARRIAGE_RETURN_BYTE) {
      stop = STOP.delimiter;
      break;
    } else if (position + 1 < limit && bytes[position + 1] === LINE_FEED) {
      stop = STOP.carriageReturnLineFeed;
      break;
    } else marks |= MARK.carriageReturn;
  }
  scan.position = position;
  scan.marks = marks;
  return stop;
}

/** Moves on from behind an opening quote to behind the quote that closes it. */
export function scanQuoted(scan: CellScan): number {
  const { bytes, quotedKinds, limit } = scan;
  let { position, marks } = scan;
  let stop: number = scan.ended ? STOP.unclosed : STOP.needsMore;
  for (; position < limit; position += 1) {
    const kind = quotedKinds[bytes[position] ?? 0] ?? 0;
    if (kind === 0) continue;
    if (kind < FIRST_STOP) marks |= kind;
    else if (kind === LINE_FEED_BYTE) {
      scan.newlines += 1;
      if (scan.newlines < scan.newlinesLeft) continue;
      stop = STOP.unclosed;
      break;
    } else if (kind === QUOTE_BYTE) {
      if (position + 1 < limit && bytes[position + 1] === scan.quote) {
        marks |= MARK.doubledQuote;
        position += 1;
      } else {
        stop = STOP.closed;
        position += 1;
        break;
      }
    } else if (kind === ESCAPE_BYTE) {
      if (position + 1 >= limit) continue;
      const next = quotedKinds[bytes[position + 1] ?? 0] ?? 0;
      // Only a quote and the escape itself need one; whatever else it stands before was meant otherwise.
      if (next !== QUOTE_BYTE && next !== ESCAPE_BYTE) marks |= MARK.strayEscape;
      else {
        marks |= MARK.escaped;
        position += 1;
      }
    }
  }
  scan.position = position;
  scan.marks = marks;
  return stop;
}

/** A scan that stands nowhere yet. */
export function createCellScan(
  kinds: Uint8Array,
  quotedKinds: Uint8Array,
  quote: number | undefined,
): CellScan {
  return {
    bytes: Buffer.alloc(0),
    kinds,
    quotedKinds,
    quote,
    position: 0,
    limit: 0,
    ended: false,
    marks: 0,
    newlines: 0,
    newlinesLeft: 0,
  };
}
