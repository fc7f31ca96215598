import type { Feed } from "../../feed/feed.js";
import { CARRIAGE_RETURN, toByte } from "./byte-kind.js";
import { MARK } from "./cell-scan.js";

/** The layout of a fixed-width feed, with every default filled in. */
export type FixedWidth = NonNullable<Feed["dialect"]["fixedWidth"]>;

/** One cell of a line of fixed width. */
export interface FixedCell {
  /** In characters. */
  readonly width: number;
  readonly padding: number;
  readonly trimsStart: boolean;
  readonly trimsEnd: boolean;
  /** Whether a line may end inside it, when the feed lets the padding at the end of lines be left out. */
  readonly mayBeTrimmed: boolean;
}

const SPACE = 0x20;
const TAB = 0x09;

/** The cells of the data, in the order of the columns. */
export function listFixedCells(fixedWidth: FixedWidth, columnNames: readonly string[]): readonly FixedCell[] {
  return columnNames.map((name) => {
    const { width = 0, align = "left", padding = " " } = fixedWidth.columns[name] ?? {};
    return {
      width,
      padding: toByte(padding),
      trimsStart: align === "right",
      trimsEnd: align === "left",
      mayBeTrimmed: align === "left" && padding === " ",
    };
  });
}

/** The cells of a trailer with a layout of its own, with spaces on either side. */
export function listTrailerCells(widths: readonly number[]): readonly FixedCell[] {
  return widths.map((width) => ({
    width,
    padding: SPACE,
    trimsStart: true,
    trimsEnd: true,
    mayBeTrimmed: true,
  }));
}

/** What was met in the bytes of a cell, as the scan of a delimited cell would have it. */
export function findMarks(bytes: Uint8Array, start: number, end: number): number {
  let marks = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) marks |= MARK.high;
    else if (byte >= SPACE && byte !== 0x7f) continue;
    else if (byte === 0) marks |= MARK.nul;
    else if (byte === CARRIAGE_RETURN) marks |= MARK.carriageReturn;
    else if (byte !== TAB) marks |= MARK.control;
  }
  return marks;
}

/** Whether there are spaces only, or nothing. */
export function isAllSpaces(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] !== SPACE) return false;
  return true;
}
