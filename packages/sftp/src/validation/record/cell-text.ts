import type { Feed } from "../../feed/feed.js";
import type { CellContent } from "../column/cell-check.js";
import type { Encoding } from "../encoding/encoding.js";
import { toByte } from "./byte-kind.js";
import { MARK } from "./cell-scan.js";
import type { RecordView } from "./record-view.js";

const DOUBLED = MARK.doubledQuote | MARK.escaped;

/** Points at one cell's content; cells with doubled or escaped quotes are copied to a scratch buffer where they are single. */
export class CellReader {
  readonly cell: CellContent = { bytes: Buffer.alloc(0), start: 0, end: 0, high: false };
  readonly #quote: number;
  readonly #escape: number;
  #scratch = Buffer.alloc(256);

  constructor(dialect: Feed["dialect"]) {
    this.#quote = toByte(dialect.quote);
    this.#escape = dialect.escape === undefined ? -1 : toByte(dialect.escape);
  }

  /** The content of a cell, until the next call. */
  read(record: RecordView, at: number): CellContent {
    const marks = record.marks[at] ?? 0;
    const cell = this.readAsItStands(record, at);
    if ((marks & DOUBLED) !== 0 && (marks & MARK.textAfterQuote) === 0) this.#collapse();
    return cell;
  }

  /** The same, with quotes left doubled. */
  readAsItStands(record: RecordView, at: number): CellContent {
    const { cell } = this;
    const marks = record.marks[at] ?? 0;
    cell.bytes = record.bytes;
    cell.start = record.starts[at] ?? 0;
    cell.end = record.ends[at] ?? 0;
    cell.high = (marks & MARK.high) !== 0;
    return cell;
  }

  #collapse(): void {
    const { cell } = this;
    const length = cell.end - cell.start;
    if (length > this.#scratch.length) this.#scratch = Buffer.alloc(length * 2);
    let filled = 0;
    for (let at = cell.start; at < cell.end; at += 1) {
      const first = cell.bytes[at] ?? 0;
      // The first of the two stands for the second, which is a quote or an escape itself.
      if (first === this.#quote || first === this.#escape) at += 1;
      this.#scratch[filled] = cell.bytes[at] ?? 0;
      filled += 1;
    }
    cell.bytes = this.#scratch;
    cell.start = 0;
    cell.end = filled;
  }
}

/** A cell's content as text. */
export function decodeCell({ bytes, start, end, high }: CellContent, encoding: Encoding): string {
  return high ? encoding.decode(bytes.subarray(start, end)) : bytes.toString("latin1", start, end);
}

/** Whether a cell has nothing but spaces and tabs, or nothing at all. */
export function isBlank({ bytes, start, end }: CellContent): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] !== 0x20 && bytes[at] !== 0x09) return false;
  return true;
}
