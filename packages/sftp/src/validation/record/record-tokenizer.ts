import type { Feed } from "../../feed/feed.js";
import type { RecordWalker } from "../walk/record-walker.js";
import { WalkedRecords } from "../walk/walked-records.js";
import { CARRIAGE_RETURN, createByteKinds, createQuotedByteKinds, LINE_FEED, toByte } from "./byte-kind.js";
import { type CellScan, createCellScan, MARK, STOP, scanPlain, scanQuoted } from "./cell-scan.js";
import type { FilePlace, RecordReader } from "./record-reader.js";
import { addCell, clearCells, createRecordView, moveCells, type RecordView } from "./record-view.js";

/**
 * Cuts bytes into records and cells by RFC 4180, strictly, whatever the chunks in which they come.
 *
 * A quote that opens and is not closed within the dialect's limits is reported on its own line; the next record
 * begins on the line after it. So one lost quote costs one line, and what follows can still be told to the sender.
 */
export class RecordTokenizer implements RecordReader {
  /** The record that `next` found. */
  readonly record: RecordView = createRecordView();
  /** The quick way over sound records, once it is known what they look like. */
  walker: RecordWalker | undefined;
  readonly #dialect: Feed["dialect"];
  readonly #scan: CellScan;
  readonly #measure: FilePlace["measure"];
  #buffer = Buffer.allocUnsafe(65_536);
  #filled = 0;
  /** Where the record begins in the file. */
  #recordOffset: number;
  #recordStart = 0;
  #cellStart = 0;
  #line = 1;
  #newlinesInRecord = 0;
  #ended = false;
  #skipping = false;
  readonly #walked: WalkedRecords;

  constructor(dialect: Feed["dialect"], place: FilePlace) {
    const quote = dialect.quote === "none" ? undefined : toByte(dialect.quote);
    const kinds = createByteKinds(toByte(dialect.delimiter), quote);
    this.#dialect = dialect;
    this.#recordOffset = place.firstByteOffset;
    this.#measure = place.measure;
    this.#walked = new WalkedRecords(place.measure);
    this.#scan = createCellScan(kinds, createQuotedByteKinds(kinds, dialect.escape), quote);
  }

  /** How many bytes from the file's start belong to records that were seen. */
  get consumedBytes(): number {
    return this.#recordOffset;
  }

  /** Adds bytes. Those of records seen before may be overwritten by it. */
  append(chunk: Uint8Array): void {
    const kept = this.#filled - this.#recordStart;
    const needed = kept + chunk.length;
    const target =
      needed <= this.#buffer.length
        ? this.#buffer
        : Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(target, 0, this.#recordStart, this.#filled);
    target.set(chunk, kept);
    moveCells(this.record, this.#recordStart);
    this.#cellStart -= this.#recordStart;
    this.#buffer = target;
    this.#filled = needed;
    this.#recordStart = 0;
    this.#walked.forget();
  }

  /** Says that no bytes follow. */
  end(): void {
    this.#ended = true;
  }

  /** Walks on over records that are sound and end as they should, and gives how many. */
  walk(ending: "lf" | "crlf"): number {
    if (this.walker === undefined || this.#skipping || this.#recordStart !== this.#cellStart) return 0;
    const bytes = this.#buffer.subarray(0, this.#filled);
    const count = this.#walked.walk(this.walker, bytes, { position: this.#recordStart, ending });
    if (count === 0) return 0;
    clearCells(this.record);
    this.#newlinesInRecord = count - 1;
    this.#emit(this.#walked.end, ending);
    this.#walked.begin(this.record);
    return count;
  }

  turnTo(at: number): void {
    this.#walked.turnTo(at);
  }

  /** Whether there is another whole record. */
  next(): boolean {
    if (this.#recordStart === this.#cellStart) clearCells(this.record);
    if (this.#skipping && !this.#skipLine()) return false;
    if (this.#recordStart === this.#filled) return false;
    for (;;) {
      const stop = this.#scanCell();
      if (stop === STOP.delimiter) this.#cellStart = this.#scan.position + 1;
      else if (stop === STOP.lineFeed) return this.#emit(this.#scan.position + 1, "lf");
      else if (stop === STOP.carriageReturnLineFeed) return this.#emit(this.#scan.position + 2, "crlf");
      else if (stop === STOP.end) return this.#emit(this.#scan.position, "none");
      else if (stop === STOP.unclosed) return this.#emitUnclosed();
      else return this.#filled > this.#recordLimit && this.#emitOverlong();
    }
  }

  /** Whether there is another whole line, as a record of one cell in which delimiters and quotes mean nothing. */
  nextLine(): boolean {
    clearCells(this.record);
    if (this.#skipping && !this.#skipLine()) return false;
    if (this.#recordStart === this.#filled) return false;
    const limit = Math.min(this.#filled, this.#recordLimit);
    const lineFeed = this.#buffer.subarray(0, limit).indexOf(LINE_FEED, this.#recordStart);
    if (lineFeed < 0 && limit < this.#filled) return this.#emitOverlong();
    if (lineFeed < 0 && !this.#ended) return false;
    return this.#emitLine(lineFeed < 0 ? undefined : lineFeed, limit);
  }

  /** Where the record has to end at the latest. */
  get #recordLimit(): number {
    return this.#recordStart + this.#dialect.maxRecordBytes;
  }

  /** Scans the cell at `#cellStart` and adds it, unless more bytes are needed or its quote never closes. */
  #scanCell(): number {
    const scan = this.#scan;
    const limit = this.#recordLimit;
    scan.bytes = this.#buffer;
    scan.limit = Math.min(this.#filled, limit);
    scan.ended = this.#ended && this.#filled <= limit;
    scan.position = this.#cellStart;
    scan.marks = 0;
    scan.newlines = 0;
    scan.newlinesLeft = this.#dialect.maxRecordLines - this.#newlinesInRecord;
    const opening = this.#cellStart < scan.limit ? this.#buffer[this.#cellStart] : undefined;
    const quoted = opening !== undefined && opening === scan.quote;
    if (quoted) {
      scan.position += 1;
      const closing = scanQuoted(scan);
      if (closing === STOP.needsMore && this.#filled > limit) return STOP.unclosed;
      if (closing !== STOP.closed) return closing;
    }
    const contentEnd = scan.position - 1;
    const stop = scanPlain(scan);
    if (stop === STOP.needsMore) return stop;
    this.#newlinesInRecord += scan.newlines;
    if (!quoted) addCell(this.record, this.#cellStart, scan.position, scan.marks);
    else if (scan.position === contentEnd + 1) {
      addCell(this.record, this.#cellStart + 1, contentEnd, scan.marks | MARK.quoted);
    } else addCell(this.record, this.#cellStart, scan.position, scan.marks | MARK.textAfterQuote);
    return stop;
  }

  /** Hands over the record up to `end` and goes on behind it. */
  #emit(end: number, ending: RecordView["ending"]): true {
    const { record } = this;
    record.bytes = this.#buffer;
    record.start = this.#recordStart;
    record.end = end;
    record.byteOffset = this.#recordOffset;
    record.line = this.#line;
    record.ending = ending;
    this.#line += this.#newlinesInRecord + (ending === "none" ? 0 : 1);
    this.#newlinesInRecord = 0;
    this.#moveTo(end);
    return true;
  }

  #moveTo(position: number): void {
    const measure = this.#measure;
    this.#recordOffset +=
      measure === undefined
        ? position - this.#recordStart
        : measure(this.#buffer, this.#recordStart, position);
    this.#recordStart = position;
    this.#cellStart = position;
  }

  /** Ends the record with the line on which its quote opened. */
  #emitUnclosed(): true {
    const limit = Math.min(this.#filled, this.#recordLimit);
    const lineFeed = this.#buffer.subarray(0, limit).indexOf(LINE_FEED, this.#cellStart);
    if (lineFeed < 0 && limit < this.#filled) return this.#emitOverlong();
    return this.#emitLine(lineFeed < 0 ? undefined : lineFeed, limit, MARK.unclosed);
  }

  /** Ends the record and its last cell at a line feed, or at `limit` where there is none. */
  #emitLine(lineFeed: number | undefined, limit: number, marks: number = MARK.high): true {
    const isCrlf =
      lineFeed !== undefined && lineFeed > this.#cellStart && this.#buffer[lineFeed - 1] === CARRIAGE_RETURN;
    addCell(this.record, this.#cellStart, isCrlf ? lineFeed - 1 : (lineFeed ?? limit), marks);
    if (lineFeed === undefined) return this.#emit(limit, "none");
    return this.#emit(lineFeed + 1, isCrlf ? "crlf" : "lf");
  }

  #emitOverlong(): true {
    addCell(this.record, this.#cellStart, this.#recordLimit, MARK.overlong);
    this.#skipping = true;
    return this.#emit(this.#recordLimit, "none");
  }

  /** Passes over the rest of a record that is too long; says whether its end was reached. */
  #skipLine(): boolean {
    const lineFeed = this.#buffer.subarray(0, this.#filled).indexOf(LINE_FEED, this.#recordStart);
    this.#moveTo(lineFeed < 0 ? this.#filled : lineFeed + 1);
    if (lineFeed < 0) return false;
    this.#line += 1;
    this.#skipping = false;
    return true;
  }
}
