import type { TextColumn } from "../../feed/column.js";
import type { CellContent } from "../column/cell-check.js";
import { findTextDefects } from "../column/text-defect.js";
import type { Encoding } from "../encoding/encoding.js";
import { ESCAPE_BYTE, FIRST_STOP, HIGH_BYTE, LINE_FEED_BYTE, QUOTE_BYTE } from "../record/byte-kind.js";
import { MARK } from "../record/cell-scan.js";
import type { CellWalk, WalkedCell } from "./cell-walk.js";

/** What the texts of one file are read with. */
export interface TextReading {
  readonly kinds: Uint8Array;
  /** The kinds inside quotes. */
  readonly quotedKinds: Uint8Array;
  readonly quote: number;
  readonly encoding: Encoding;
}

/** Walks over texts of one line in which nothing looks like an accident. */
export function compileTextWalk(column: TextColumn, reading: TextReading, walked: WalkedCell): CellWalk {
  const { encoding } = reading;
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = column;
  const pattern = column.pattern === undefined ? undefined : new RegExp(`^(?:${column.pattern})$`, "u");
  const needsLength = minLength > 0 || pattern !== undefined;
  const cell: CellContent = { bytes: Buffer.alloc(0), start: 0, end: 0, high: false };
  const findPlainEnd = compilePlainEnd(reading, walked);
  const findQuotedEnd = compileQuotedEnd(reading, walked);
  return (bytes, from, limit, quoted) => {
    const end = quoted ? findQuotedEnd(bytes, from, limit) : findPlainEnd(bytes, from, limit);
    const length = end - from;
    // There are never more characters than bytes.
    if (length <= 0 || length > maxLength) return -1;
    const { marks } = walked;
    if (needsLength) {
      if (length < minLength || marks !== 0) return -1;
      if (pattern !== undefined && !pattern.test(bytes.toString("latin1", from, end))) return -1;
    }
    cell.bytes = bytes;
    cell.start = from;
    cell.end = end;
    cell.high = (marks & HIGH_BYTE) !== 0;
    return findTextDefects(cell, encoding.script, false) === 0 ? end : -1;
  };
}

/** Finds where the content of a cell of one line ends, and leaves its marks; -1 when that takes more care. */
export function compileTextEnd(reading: TextReading, walked: WalkedCell): CellWalk {
  const findPlainEnd = compilePlainEnd(reading, walked);
  const findQuotedEnd = compileQuotedEnd(reading, walked);
  return (bytes, from, limit, quoted) =>
    quoted ? findQuotedEnd(bytes, from, limit) : findPlainEnd(bytes, from, limit);
}

type EndSearch = (bytes: Buffer, from: number, limit: number) => number;

function compilePlainEnd({ kinds }: TextReading, walked: WalkedCell): EndSearch {
  return (bytes, from, limit) => {
    let marks = 0;
    for (let at = from; at < limit; at += 1) {
      const kind = kinds[bytes[at] ?? 0] ?? 0;
      if (kind === 0) continue;
      if (kind === HIGH_BYTE) marks = HIGH_BYTE;
      else {
        walked.marks = marks;
        return kind < FIRST_STOP || kind === QUOTE_BYTE ? -1 : at;
      }
    }
    return -1;
  };
}

function compileQuotedEnd({ quotedKinds: kinds, quote }: TextReading, walked: WalkedCell): EndSearch {
  return (bytes, from, limit) => {
    let marks = 0;
    for (let at = from; at < limit - 1; at += 1) {
      const kind = kinds[bytes[at] ?? 0] ?? 0;
      if (kind === 0) continue;
      if (kind === QUOTE_BYTE) {
        if (bytes[at + 1] !== quote) {
          walked.marks = marks;
          return at;
        }
        marks |= MARK.doubledQuote;
        at += 1;
      } else if (kind < FIRST_STOP) {
        if (kind !== HIGH_BYTE) return -1;
        marks |= HIGH_BYTE;
      } else if (kind === LINE_FEED_BYTE || kind === ESCAPE_BYTE) return -1;
    }
    return -1;
  };
}
