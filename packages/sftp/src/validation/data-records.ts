import type { Feed } from "../feed/feed.js";
import type { Encoding } from "./encoding/encoding.js";
import type { FindingLog, FindingPlace } from "./finding/finding-log.js";
import { composeMessage } from "./finding/finding-text.js";
import { getReasonWords } from "./finding/reason-text.js";
import { KeySpill } from "./keys/key-spill.js";
import type { AcceptedRows } from "./output/accepted-rows.js";
import { RejectedRows } from "./output/rejected-rows.js";
import type { PassOptions } from "./pass-options.js";
import type { DeliveryProfile } from "./profile/delivery-profile.js";
import { CellReader } from "./record/cell-text.js";
import type { FileRecords } from "./record/file-records.js";
import type { RecordReader } from "./record/record-reader.js";
import type { RecordView } from "./record/record-view.js";
import { RecordChecks } from "./record-checks.js";
import { isCut } from "./row/file-end.js";
import { findPlace } from "./row/record-place.js";
import { RowCheck } from "./row/row-check.js";
import { bindColumns } from "./row/row-column.js";
import { ColumnTotals } from "./total/column-totals.js";
import { readCells } from "./total/trailer-check.js";

const KEY_MEMORY_BYTES = 67_108_864;
const LEAST_KEY_MEMORY_BYTES = 262_144;

/** The file whose records are taken, and where they go. */
interface RecordSurroundings {
  readonly encoding: Encoding;
  readonly file: FileRecords;
  readonly log: FindingLog;
  readonly accepted: AcceptedRows;
}

/** Takes the data records of one file: accepts or rejects each, says why, and adds up. */
export class DataRecords {
  readonly totals: ColumnTotals;
  readonly #feed: Feed;
  readonly #options: PassOptions;
  readonly #to: RecordSurroundings;
  readonly #reader: CellReader;
  readonly #keySpill: KeySpill;
  #rejected: RejectedRows | undefined;
  #positions: readonly number[] = [];
  #columnNames: readonly string[] = [];
  #rowCheck: RowCheck | undefined;
  #checks: RecordChecks | undefined;
  #isListed = true;
  #cut: FindingPlace | undefined;
  #read = 0;
  #accepted = 0;
  #rejectedCount = 0;

  constructor(feed: Feed, options: PassOptions, surroundings: RecordSurroundings) {
    this.#feed = feed;
    this.#options = options;
    this.#to = surroundings;
    this.#reader = new CellReader(feed.dialect);
    this.#keySpill = new KeySpill(options.temporaryFolder);
    this.totals = new ColumnTotals(feed);
  }

  get counts(): { readonly read: number; readonly accepted: number; readonly rejected: number } {
    return { read: this.#read, accepted: this.#accepted, rejected: this.#rejectedCount };
  }

  /** Where the record begins that the file breaks off in. */
  get cut(): FindingPlace | undefined {
    return this.#cut;
  }

  /** What the delivery looked like; `null` when its feed compares nothing, or its records could not be read. */
  get profile(): DeliveryProfile | null {
    return this.#checks?.profile ?? null;
  }

  /** Gets ready for records whose cells have these names; without positions none of them can be read. */
  bind(names: readonly string[], positions: readonly number[] | undefined): void {
    const { rejectedRows, references, keyMemoryBytes = KEY_MEMORY_BYTES } = this.#options;
    const { encoding, file } = this.#to;
    this.#columnNames = names;
    if (rejectedRows !== undefined) {
      this.#rejected = new RejectedRows(rejectedRows, this.#feed.dialect.delimiter, names);
    }
    if (positions === undefined) return;
    this.#positions = positions;
    const columns = bindColumns(this.#feed, encoding, positions, references);
    const keysBytes = Math.max(keyMemoryBytes, LEAST_KEY_MEMORY_BYTES);
    const memoryBytes = keysBytes / Math.max(1, this.#feed.keys.length);
    this.#rowCheck = new RowCheck(this.#feed, encoding, columns, { memoryBytes, spill: this.#keySpill });
    this.#checks = new RecordChecks(this.#feed, { encoding, positions }, this.#options);
    this.#isListed = this.#wantsRecords();
    file.walker = this.#rowCheck.bindWalker(this.#isListed);
  }

  /** Takes the next records as long as they are sound beyond doubt and end as they should, many at a time. */
  takeSound(reader: RecordReader, ending: "lf" | "crlf"): void {
    const row = this.#rowCheck;
    while (row !== undefined && !this.#to.file.suspicious) {
      const count = reader.walk(ending);
      if (count === 0) return;
      if (reader.walker?.isListed === true) this.#takeListed(reader, row, count);
      else this.#takeTogether(reader.record, row, count);
      if (this.#isListed && !this.#wantsRecords()) {
        this.#isListed = false;
        this.#to.file.walker = row.bindWalker(false);
      }
    }
  }

  /** Takes a record with care. */
  take(record: RecordView): void {
    this.#read += 1;
    const row = this.#rowCheck;
    if (row === undefined) this.#reject(record, [getReasonWords(this.#to.log.locale).headerWrong]);
    else if (row.check(record, this.#read, this.#to.file.suspicious)) this.#takeChecked(record, row);
    else {
      if (isCut(record, row.problems)) {
        this.#cut = { record: this.#read, line: record.line, byteOffset: record.byteOffset };
      }
      this.#settle(record, row);
    }
  }

  /** Says what can only be said once every record was read. */
  end(): void {
    this.#checks?.end(this.#to.log, this.#read);
  }

  /** Gives back what was put on the disk. */
  close(): void {
    this.#keySpill.close();
    this.#checks?.close();
  }

  /** Hands over the rejected records. */
  async flush(): Promise<void> {
    await this.#rejected?.flush();
  }

  /** Whether somebody wants to see each record, and not only what is wrong with it. */
  #wantsRecords(): boolean {
    return this.#options.onRecord !== undefined || this.#checks?.isDone() === false;
  }

  /** Takes records of which nothing has to be said, together. */
  #takeTogether(records: RecordView, row: RowCheck, count: number): void {
    this.#read += count;
    this.#accepted += count;
    row.takeSums();
    this.totals.add(row.amounts, true);
    this.#to.accepted.add(records, count);
  }

  /** Takes records whose cells were found, one by one. */
  #takeListed(reader: RecordReader, row: RowCheck, count: number): void {
    for (let at = 0; at < count; at += 1) {
      reader.turnTo(at);
      this.#read += 1;
      row.checkListed(reader.record, this.#read, at);
      this.#takeChecked(reader.record, row);
    }
  }

  /** Takes a record whose cells can be told apart and were looked at. */
  #takeChecked(record: RecordView, row: RowCheck): void {
    this.#checks?.check(record, this.#read, row.problems);
    this.#settle(record, row);
    this.#options.onRecord?.(record, this.#positions, this.#reader, this.#read);
  }

  /** Accepts a record or rejects it. */
  #settle(record: RecordView, row: RowCheck): void {
    const rejects = row.problems.list.length > 0 && this.#complain(record, row);
    this.totals.add(row.amounts, !rejects);
    if (rejects) this.#reject(record, this.#toSentences(row));
    else {
      this.#accepted += 1;
      this.#to.accepted.add(record, 1);
    }
  }

  /** Logs what is wrong with a record; says whether that rejects it. */
  #complain(record: RecordView, row: RowCheck): boolean {
    const { encoding, file, log } = this.#to;
    const places = { reader: this.#reader, encoding, measure: file.measure };
    let rejects = false;
    for (const problem of row.problems.list) {
      const place = () => findPlace(record, this.#read, problem, places);
      if (log.add(problem.complaint, this.#nameOf(problem.cell), place) === "error") rejects = true;
    }
    return rejects;
  }

  #toSentences(row: RowCheck): readonly string[] {
    if (this.#rejected === undefined) return [];
    const { log } = this.#to;
    return row.problems.list
      .filter(({ complaint }) => log.severityOf(complaint) === "error")
      .map(({ complaint, cell }) => composeMessage(complaint, this.#nameOf(cell), log.locale));
  }

  #nameOf(cell: number | undefined): string | null {
    return cell === undefined ? null : (this.#columnNames[cell] ?? null);
  }

  #reject(record: RecordView, problems: readonly string[]): void {
    this.#rejectedCount += 1;
    if (this.#rejected === undefined) return;
    const cells = readCells(record, this.#reader, this.#to.encoding);
    this.#rejected.add({ record: this.#read, line: record.line, problems, cells });
  }
}
