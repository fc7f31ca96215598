import type { Feed } from "../../feed/feed.js";
import type { Encoding } from "../encoding/encoding.js";
import type { RecordWalker } from "../walk/record-walker.js";
import { MARK } from "./cell-scan.js";
import {
  type FixedCell,
  type FixedWidth,
  findMarks,
  isAllSpaces,
  listFixedCells,
  listTrailerCells,
} from "./fixed-width-cells.js";
import type { RecordReader } from "./record-reader.js";
import { addCell, clearCells, type RecordView } from "./record-view.js";

/** How a line was cut. */
interface Cut {
  readonly end: number;
  readonly lacks: "nothing" | "padding" | "content";
}

/** Cuts lines into cells of declared widths, and takes the padding off. A line whose width is wrong is marked so. */
export class FixedWidthReader implements RecordReader {
  /** Never taken: there is nothing to find in a line whose places are known. */
  walker: RecordWalker | undefined;
  readonly #lines: RecordReader;
  readonly #layout: FixedWidth;
  readonly #cells: readonly FixedCell[];
  readonly #trailerCells: readonly FixedCell[];
  readonly #trailerMark: Uint8Array | undefined;
  readonly #characterBytes: Encoding["characterBytes"];

  constructor(feed: Feed, encoding: Encoding, lines: RecordReader) {
    const { fixedWidth } = feed.dialect;
    if (fixedWidth === undefined) throw new RangeError(`Feed ${feed.name} has no fixed width.`);
    this.#lines = lines;
    this.#layout = fixedWidth;
    this.#cells = listFixedCells(fixedWidth, Object.keys(feed.columns));
    this.#trailerCells = listTrailerCells(fixedWidth.trailer ?? []);
    this.#trailerMark = feed.trailer === undefined ? undefined : encoding.encode(feed.trailer.mark);
    this.#characterBytes = encoding.characterBytes;
  }

  get record(): RecordView {
    return this.#lines.record;
  }

  get consumedBytes(): number {
    return this.#lines.consumedBytes;
  }

  append(chunk: Uint8Array): void {
    this.#lines.append(chunk);
  }

  end(): void {
    this.#lines.end();
  }

  nextLine(): boolean {
    return this.#lines.nextLine();
  }

  walk(): number {
    return 0;
  }

  turnTo(): void {
    throw new RangeError("No record was walked over.");
  }

  next(): boolean {
    if (!this.#lines.nextLine()) return false;
    const { record } = this;
    const start = record.starts[0] ?? 0;
    const end = record.ends[0] ?? 0;
    if ((record.allMarks & MARK.overlong) !== 0) return true;
    clearCells(record);
    // A blank line is one empty cell, as it is where cells are delimited.
    if (start === end) addCell(record, start, end, 0);
    else if (this.#isTrailer(record.bytes, start, end)) this.#cut(this.#trailerCells, start, end);
    else this.#cutData(start, end);
    return true;
  }

  #isTrailer(bytes: Buffer, start: number, end: number): boolean {
    const [first] = this.#trailerCells;
    if (first === undefined || this.#trailerMark === undefined) return false;
    clearCells(this.record);
    this.#cut([first], start, end);
    const isTrailer = bytes.subarray(this.record.starts[0], this.record.ends[0]).equals(this.#trailerMark);
    clearCells(this.record);
    return isTrailer;
  }

  /** Cuts a line of data, and marks it when it is not as wide as its columns together. */
  #cutData(start: number, end: number): void {
    const { record } = this;
    const { lineWidth } = this.#layout;
    const cut = this.#cut(this.#cells, start, end);
    const mayBeShort = cut.lacks === "nothing" || (cut.lacks === "padding" && lineWidth === "trimmed");
    const mayBeLong = lineWidth === "padded" && isAllSpaces(record.bytes, cut.end, end);
    if (!mayBeShort) record.allMarks |= MARK.shortLine;
    else if (cut.end < end && !mayBeLong) record.allMarks |= MARK.longLine;
  }

  /** Adds the cells; says where they end, and what the line lacks of their width. */
  #cut(cells: readonly FixedCell[], start: number, end: number): Cut {
    const { record } = this;
    const { bytes } = record;
    let lacks: Cut["lacks"] = "nothing";
    let at = start;
    for (const cell of cells) {
      let next = at;
      let left = cell.width;
      for (; left > 0 && next < end; left -= 1) next += this.#characterBytes(bytes[next] ?? 0);
      next = Math.min(next, end);
      // A line that ends inside a cell was cut there, unless only padding can be gone.
      if (left > 0 && next > at && !cell.mayBeTrimmed) lacks = "content";
      else if (left > 0 && lacks === "nothing") lacks = "padding";
      let from = at;
      let to = next;
      while (cell.trimsEnd && to > from && bytes[to - 1] === cell.padding) to -= 1;
      while (cell.trimsStart && from < to && bytes[from] === cell.padding) from += 1;
      addCell(record, from, to, findMarks(bytes, from, to));
      at = next;
    }
    return { end: at, lacks };
  }
}
