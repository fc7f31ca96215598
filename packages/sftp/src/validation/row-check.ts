import type { Feed } from "../feed/feed.js";
import type { CellContent, Complaint } from "./cell-check.js";
import { MARK } from "./cell-scan.js";
import { CellReader, decodeCell, isBlank } from "./cell-text.js";
import type { RecordAmounts } from "./column-totals.js";
import { type Encoding, findUnsoundByte } from "./encoding.js";
import { KeyCheck } from "./key-check.js";
import type { RecordView } from "./record-view.js";
import type { RowColumn } from "./row-column.js";
import { RowProblems } from "./row-problems.js";
import { checkShape, type RowShape } from "./row-shape.js";
import { findTextDefects, TEXT_DEFECTS } from "./text-defect.js";

const CURRENCIES = new Set(Intl.supportedValuesOf("currency"));

/** Checks the records of one file, one by one. */
export class RowCheck {
  /** What is wrong with the record that was checked last. */
  readonly problems = new RowProblems();
  /** The numbers of the record that was checked last. */
  readonly amounts: RecordAmounts;
  /** For the cell that is checked. */
  readonly #reader: CellReader;
  /** For a cell that the checked one depends on. */
  readonly #otherReader: CellReader;
  readonly #feed: Feed;
  readonly #encoding: Encoding;
  readonly #columns: readonly RowColumn[];
  readonly #shape: RowShape;
  readonly #keys: readonly KeyCheck[];

  constructor(feed: Feed, encoding: Encoding, columns: readonly RowColumn[]) {
    this.#feed = feed;
    this.#encoding = encoding;
    this.#columns = columns;
    this.#shape = { cellCount: columns.length, maxRecordBytes: feed.dialect.maxRecordBytes };
    this.#reader = new CellReader(feed.dialect.quote);
    this.#otherReader = new CellReader(feed.dialect.quote);
    this.amounts = { units: columns.map(() => undefined), currencies: columns.map(() => undefined) };
    const names = Object.keys(feed.columns);
    this.#keys = feed.keys.map((key) => {
      const positions = key.map((name) => columns[names.indexOf(name)]?.position ?? 0);
      return new KeyCheck({ title: key.join(" + "), positions }, encoding);
    });
  }

  /** Fills `problems` and `amounts`; says whether the record's cells can be told apart for certain. */
  check(record: RecordView, recordNumber: number, suspicious: boolean): boolean {
    this.problems.clear();
    if (suspicious) this.#checkEncoding(record);
    if (!checkShape(record, this.#shape, this.problems)) {
      this.amounts.units.fill(undefined);
      return false;
    }
    for (let at = 0; at < this.#columns.length; at += 1) {
      const column = this.#columns[at];
      if (column !== undefined) this.#checkCell(record, column, at);
    }
    for (const key of this.#keys) {
      const complaint = key.check(record, recordNumber, this.#reader);
      if (complaint !== undefined) this.problems.addForCell(complaint, key.columns.positions[0] ?? 0);
    }
    return true;
  }

  #checkEncoding(record: RecordView): void {
    for (let at = 0; at < record.cellCount; at += 1) {
      if (((record.marks[at] ?? 0) & (MARK.high | MARK.unclosed | MARK.overlong)) === 0) continue;
      const bytes = record.bytes.subarray(record.starts[at], record.ends[at]);
      if (this.#encoding.isValid(bytes)) continue;
      const offset = findUnsoundByte(this.#encoding, bytes);
      this.problems.addForCell({ code: "encoding-invalid", detail: this.#encoding.title }, at, offset);
    }
  }

  #checkCell(record: RecordView, column: RowColumn, at: number): void {
    const { position, missing } = column;
    const cell = this.#reader.read(record, position);
    const empty = cell.start === cell.end;
    if (column.number !== undefined) this.amounts.units[at] = undefined;
    if (missing !== undefined && (empty || isBlank(cell)) && this.#isNeeded(record, column)) {
      this.problems.addForCell(missing, position);
    }
    if (empty) return;
    const complaint = column.check?.(cell);
    if (complaint !== undefined) this.problems.addForCell(complaint, position);
    // A number outside its limits is a number all the same, and the sender's control total counts it.
    if (column.number !== undefined && !isUnread(complaint)) this.#takeAmount(record, column, at);
    if (column.isText) this.#checkDefects(record, cell, position);
    if (column.references.length > 0) this.#checkReferences(cell, column);
  }

  #isNeeded(record: RecordView, { condition }: RowColumn): boolean {
    if (condition === undefined) return true;
    const { bytes, start, end } = this.#otherReader.read(record, condition.position);
    return condition.values.has(bytes, start, end);
  }

  #takeAmount(record: RecordView, { number, currencyPosition, position }: RowColumn, at: number): void {
    this.amounts.units[at] = number?.units();
    if (currencyPosition === undefined) return;
    const currency = decodeCell(this.#otherReader.read(record, currencyPosition), this.#encoding);
    const known = CURRENCIES.has(currency);
    this.amounts.currencies[at] = known ? currency : undefined;
    if (known) return;
    this.problems.addForCell({ code: "currency-unknown", detail: this.#nameOf(position) }, currencyPosition);
  }

  #checkDefects(record: RecordView, cell: CellContent, position: number): void {
    const hasControl = ((record.marks[position] ?? 0) & MARK.control) !== 0;
    const defects = findTextDefects(cell, this.#feed.encoding, hasControl);
    if (defects === 0) return;
    for (const [bit, code] of TEXT_DEFECTS)
      if ((defects & bit) !== 0) this.problems.addForCell({ code }, position);
  }

  #checkReferences(cell: CellContent, { references, position }: RowColumn): void {
    const value = decodeCell(cell, this.#encoding);
    for (const { set, complaint } of references) {
      if (!set.has(value)) this.problems.addForCell(complaint, position);
    }
  }

  #nameOf(position: number): string {
    const at = this.#columns.findIndex((column) => column.position === position);
    return Object.keys(this.#feed.columns)[at] ?? "";
  }
}

function isUnread(complaint: Complaint | undefined): boolean {
  return complaint?.code === "integer-invalid" || complaint?.code === "decimal-invalid";
}
