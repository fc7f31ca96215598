import type { Complaint } from "./cell-check.js";
import { type CellReader, decodeCell } from "./cell-text.js";
import type { Encoding } from "./encoding.js";
import type { RecordView } from "./record-view.js";

/** A key whose values have to be told apart. */
interface KeyColumns {
  /** The columns' names, for messages. */
  readonly title: string;
  readonly positions: readonly number[];
}

/** Remembers the values of one key and the record in which each occurred first; memory grows with the file. */
export class KeyCheck {
  readonly columns: KeyColumns;
  readonly #encoding: Encoding;
  readonly #firstRecord = new Map<string, number>();

  constructor(columns: KeyColumns, encoding: Encoding) {
    this.columns = columns;
    this.#encoding = encoding;
  }

  /** A complaint when the key of this record occurred before. Keys with an empty part are not compared. */
  check(record: RecordView, recordNumber: number, reader: CellReader): Complaint | undefined {
    const parts: string[] = [];
    for (const position of this.columns.positions) {
      const cell = reader.read(record, position);
      if (cell.start === cell.end) return undefined;
      parts.push(decodeCell(cell, this.#encoding));
    }
    const [only] = parts;
    // The lengths keep ("a", "bc") apart from ("ab", "c").
    const key =
      parts.length === 1 && only !== undefined
        ? only
        : parts.map((part) => `${part.length}:${part}`).join("");
    const first = this.#firstRecord.get(key);
    if (first === undefined) this.#firstRecord.set(key, recordNumber);
    if (first === undefined) return undefined;
    return { code: "key-duplicate", detail: `${this.columns.title} occurred before, in record ${first}` };
  }
}
