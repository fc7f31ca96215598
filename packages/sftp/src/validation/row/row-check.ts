import type { Feed } from "../../feed/feed.js";
import { type Encoding, findUnsoundByte } from "../encoding/encoding.js";
import { compileDuplicateRowCheck } from "../keys/duplicate-row-check.js";
import { KeyCheck, type KeyLimits } from "../keys/key-check.js";
import { MARK } from "../record/cell-scan.js";
import { CellReader } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";
import type { RecordAmounts } from "../total/column-totals.js";
import { type BoundWalk, bindWalk } from "../walk/bind-walk.js";
import type { RecordWalker } from "../walk/record-walker.js";
import type { RecordCheck } from "./record-check.js";
import { compileRowCell, type RowCell, type RowParts } from "./row-cell.js";
import type { RowColumn } from "./row-column.js";
import { RowProblems } from "./row-problems.js";
import { checkShape, type RowShape, toRowShape } from "./row-shape.js";

/** Checks the records of one file, one by one. */
export class RowCheck {
  /** What is wrong with the record that was checked last. */
  readonly problems = new RowProblems();
  /** The numbers of the record that was checked last. */
  readonly amounts: RecordAmounts;
  readonly #feed: Feed;
  readonly #columns: readonly RowColumn[];
  readonly #reader: CellReader;
  readonly #encoding: Encoding;
  readonly #cells: readonly RowCell[];
  readonly #shape: RowShape;
  readonly #keys: readonly KeyCheck[];
  readonly #duplicates: RecordCheck | undefined;
  #walk: BoundWalk | undefined;

  constructor(feed: Feed, encoding: Encoding, columns: readonly RowColumn[], keyLimits: KeyLimits) {
    this.#feed = feed;
    this.#columns = columns;
    this.#encoding = encoding;
    this.#shape = toRowShape(feed);
    this.#reader = new CellReader(feed.dialect);
    this.amounts = { units: columns.map(() => undefined), currencies: columns.map(() => undefined) };
    const parts: RowParts = {
      problems: this.problems,
      amounts: this.amounts,
      encoding,
      reader: this.#reader,
      otherReader: new CellReader(feed.dialect),
    };
    this.#cells = columns.map((column, at) => compileRowCell(column, at, parts));
    const names = Object.keys(feed.columns);
    this.#keys = feed.keys.map((key) => {
      const positions = key.map((name) => columns[names.indexOf(name)]?.position ?? 0);
      return new KeyCheck({ title: key.join(" + "), positions }, keyLimits);
    });
    this.#duplicates = compileDuplicateRowCheck(feed, keyLimits);
  }

  /**
   * The quick way over records of which nothing has to be said; `undefined` for files that only care can read. It lists
   * the records when the keys want to see them, or somebody else does.
   */
  bindWalker(isListed: boolean): RecordWalker | undefined {
    const wanted = isListed || this.#keys.length > 0 || this.#duplicates !== undefined;
    this.#walk = bindWalk(this.#columns, { feed: this.#feed, encoding: this.#encoding, isListed: wanted });
    return this.#walk?.walker;
  }

  /** Fills `amounts` with the sums over the records walked over last, which nobody wanted listed. */
  takeSums(): void {
    const walk = this.#walk;
    walk?.summed.forEach((at, order) => {
      this.amounts.units[at] = walk.walker.sum(order);
    });
  }

  /** Fills `problems` and `amounts` for one of the records that were walked over last and listed. */
  checkListed(record: RecordView, recordNumber: number, listedAt: number): void {
    this.problems.clear();
    const walk = this.#walk;
    if (walk === undefined) return;
    const { walker, summed, unchecked } = walk;
    for (let order = 0; order < summed.length; order += 1) {
      this.amounts.units[summed[order] ?? 0] = walker.unitsOf(listedAt, order);
    }
    for (let at = 0; at < unchecked.length; at += 1) this.#cells[unchecked[at] ?? 0]?.(record);
    this.#checkKeys(record, recordNumber);
  }

  /** Fills `problems` and `amounts`; says whether the record's cells can be told apart for certain. */
  check(record: RecordView, recordNumber: number, suspicious: boolean): boolean {
    this.problems.clear();
    if (suspicious) this.#checkEncoding(record);
    if (!checkShape(record, this.#shape, this.problems)) {
      this.amounts.units.fill(undefined);
      return false;
    }
    for (let at = 0; at < this.#cells.length; at += 1) this.#cells[at]?.(record);
    this.#checkKeys(record, recordNumber);
    return true;
  }

  #checkKeys(record: RecordView, recordNumber: number): void {
    for (const key of this.#keys) {
      const complaint = key.check(record, recordNumber, this.#reader);
      if (complaint !== undefined) this.problems.addForCell(complaint, key.columns.positions[0] ?? 0);
    }
    this.#duplicates?.check(record, recordNumber, this.problems);
  }

  #checkEncoding(record: RecordView): void {
    for (let at = 0; at < record.cellCount; at += 1) {
      if (((record.marks[at] ?? 0) & (MARK.high | MARK.unclosed | MARK.overlong)) === 0) continue;
      const bytes = record.bytes.subarray(record.starts[at], record.ends[at]);
      if (this.#encoding.isValid(bytes)) continue;
      const offset = findUnsoundByte(this.#encoding, bytes);
      this.problems.addForCell(
        { code: "encoding-invalid", detail: { encoding: this.#encoding.title } },
        at,
        offset,
      );
    }
  }
}
