import type { Feed } from "../feed/feed.js";
import { type Encoding, EncodingWatch, getEncoding } from "./encoding/encoding.js";
import { readFileStart, START_BYTES } from "./encoding/file-start.js";
import { composeMessage, FindingLog } from "./finding/finding-log.js";
import { KeySpill } from "./keys/key-spill.js";
import { AcceptedRows } from "./output/accepted-rows.js";
import { RejectedRows } from "./output/rejected-rows.js";
import type { RowSink } from "./output/row-sink.js";
import { LINE_FEED } from "./record/byte-kind.js";
import { CellReader } from "./record/cell-text.js";
import { RecordTokenizer } from "./record/record-tokenizer.js";
import type { RecordView } from "./record/record-view.js";
import type { ReferenceSet } from "./reference/reference-set.js";
import { readHeader } from "./row/header-check.js";
import { findPlace } from "./row/record-place.js";
import { RowCheck } from "./row/row-check.js";
import { bindColumns } from "./row/row-column.js";
import { ColumnTotals } from "./total/column-totals.js";
import { checkTrailer, compileTrailerMark, readCells } from "./total/trailer-check.js";

/** Whatever wants to see the records whose cells can be told apart for certain. */
type RecordObserver = (record: RecordView, columnPositions: readonly number[], reader: CellReader) => void;

export interface PassOptions {
  readonly references: readonly ReferenceSet[];
  readonly acceptedRows?: RowSink | undefined;
  readonly rejectedRows?: RowSink | undefined;
  readonly onRecord?: RecordObserver | undefined;
  readonly keyMemoryBytes?: number | undefined;
  readonly temporaryFolder?: string | undefined;
}

const KEY_MEMORY_BYTES = 67_108_864;
const LEAST_KEY_MEMORY_BYTES = 262_144;

/** One pass over one file: takes its bytes in order and finds out everything there is to say. */
export class ValidationPass {
  readonly log: FindingLog;
  readonly totals: ColumnTotals;
  readonly #feed: Feed;
  readonly #options: PassOptions;
  readonly #encoding: Encoding;
  readonly #watch: EncodingWatch;
  readonly #reader: CellReader;
  readonly #accepted: AcceptedRows;
  readonly #keyMemoryBytes: number;
  readonly #keySpill: KeySpill;
  readonly #isTrailer: (record: RecordView) => boolean;
  #rejected: RejectedRows | undefined;
  #start: Buffer | undefined = Buffer.alloc(0);
  #tokenizer: RecordTokenizer | undefined;
  #positions: readonly number[] = [];
  #columnNames: readonly string[] = [];
  #rowCheck: RowCheck | undefined;
  #headerSeen = false;
  #lastByte: number | undefined;
  #trailer: Buffer | undefined;
  #firstEnding: RecordView["ending"] | undefined;
  #recordsRead = 0;
  #recordsAccepted = 0;
  #recordsRejected = 0;

  constructor(feed: Feed, options: PassOptions) {
    this.#feed = feed;
    this.#options = options;
    this.#encoding = getEncoding(feed.encoding);
    this.#watch = new EncodingWatch(this.#encoding);
    this.#reader = new CellReader(feed.dialect.quote);
    this.#isTrailer = compileTrailerMark(feed, this.#encoding, this.#reader);
    this.#accepted = new AcceptedRows(options.acceptedRows);
    this.#keyMemoryBytes = Math.max(options.keyMemoryBytes ?? KEY_MEMORY_BYTES, LEAST_KEY_MEMORY_BYTES);
    this.#keySpill = new KeySpill(options.temporaryFolder);
    this.log = new FindingLog(feed);
    this.totals = new ColumnTotals(feed);
    if (feed.header === "none") {
      const names = Object.keys(feed.columns);
      this.#bind(names, [...names.keys()]);
    }
  }

  get records(): { readonly read: number; readonly accepted: number; readonly rejected: number } {
    return { read: this.#recordsRead, accepted: this.#recordsAccepted, rejected: this.#recordsRejected };
  }

  /** How many bytes from the file's start were accounted for as records; `undefined` for a file that is no text. */
  get consumedBytes(): number | undefined {
    return this.#tokenizer?.consumedBytes;
  }

  /** Takes the next bytes; flush before the next call. */
  append(chunk: Uint8Array): void {
    if (this.#start === undefined) this.#tokenize(chunk);
    else {
      this.#start = Buffer.concat([this.#start, chunk]);
      if (this.#start.length >= START_BYTES) this.#readStart();
    }
  }

  /** Says that no bytes follow. */
  end(): void {
    this.#readStart();
    this.#watch.end();
    this.#tokenizer?.end();
    this.#drain();
    if (this.#tokenizer === undefined) return;
    if (this.#lastByte === undefined) this.log.add({ code: "empty-file" }, null, () => ({}));
    else this.#checkEnd();
  }

  /** Gives back what was put on the disk for the keys. */
  close(): void {
    this.#keySpill.close();
  }

  /** Hands over what goes to the sinks. */
  async flush(): Promise<void> {
    await this.#accepted.flush();
    await this.#rejected?.flush();
  }

  #readStart(): void {
    const bytes = this.#start;
    if (bytes === undefined) return;
    this.#start = undefined;
    const { markBytes, isUtf16, contradicts } = readFileStart(bytes, this.#feed.encoding);
    if (isUtf16) {
      this.log.add({ code: "utf16-file" }, null, () => ({ byteOffset: 0 }));
      return;
    }
    if (contradicts) {
      const detail = `${this.#encoding.title}: the file begins with the mark of UTF-8`;
      this.log.add({ code: "encoding-invalid", detail }, null, () => ({ byteOffset: 0 }));
    } else if (markBytes > 0) this.log.add({ code: "bom-unexpected" }, null, () => ({ byteOffset: 0 }));
    this.#accepted.addBytes(bytes.subarray(0, markBytes));
    this.#tokenizer = new RecordTokenizer(this.#feed.dialect, markBytes);
    this.#tokenizer.walk = this.#rowCheck?.walk;
    this.#tokenize(bytes.subarray(markBytes));
  }

  #tokenize(bytes: Uint8Array): void {
    if (this.#tokenizer === undefined) return;
    this.#lastByte = bytes.at(-1) ?? this.#lastByte;
    this.#watch.append(bytes);
    this.#tokenizer.append(bytes);
    this.#drain();
  }

  #drain(): void {
    const tokenizer = this.#tokenizer;
    if (tokenizer === undefined) return;
    while (tokenizer.next()) {
      const { record } = tokenizer;
      this.#checkEnding(record);
      if (!this.#headerSeen) this.#takeHeader(record);
      else if (this.#isTrailer(record)) this.#takeTrailer(record);
      else this.#takeRow(record);
    }
  }

  /** What can only be said once everything was read. */
  #checkEnd(): void {
    const { trailer, acceptance, dialect } = this.#feed;
    if (this.#lastByte !== LINE_FEED) {
      const severity = dialect.finalNewline === "required" ? "error" : undefined;
      this.log.add({ code: "final-newline-missing", severity }, null, () => ({}));
    }
    if (trailer !== undefined && this.#trailer === undefined) {
      this.log.add({ code: "trailer-missing", detail: trailer.mark }, null, () => ({}));
    }
    if (this.#recordsRead < acceptance.minRecords) {
      const detail = `${this.#recordsRead} data records; the feed wants at least ${acceptance.minRecords}`;
      this.log.add({ code: "too-few-records", detail }, null, () => ({}));
    }
    // With records left out the sender's control totals would be wrong.
    if (this.#trailer !== undefined && this.#recordsRejected === 0) this.#accepted.addBytes(this.#trailer);
  }

  #checkEnding(record: RecordView): void {
    const { ending, line } = record;
    if (ending === "none") return;
    this.#firstEnding ??= ending;
    const { lineEnding } = this.#feed.dialect;
    if (ending === (lineEnding === "any" ? this.#firstEnding : lineEnding)) return;
    const code = lineEnding === "any" ? "mixed-line-endings" : "line-ending-unexpected";
    const detail = ending === "lf" ? "LF" : "CR LF";
    this.log.add({ code, detail }, null, () => ({ line, byteOffset: record.byteOffset }));
  }

  #takeHeader(record: RecordView): void {
    const names = readCells(record, this.#reader, this.#encoding);
    const { positions, complaints } = readHeader(this.#feed, names);
    for (const complaint of complaints) {
      this.log.add(complaint, complaint.column, () => ({ line: record.line, byteOffset: record.byteOffset }));
    }
    this.#accepted.add(record, 0);
    this.#bind(names, positions);
  }

  /** Gets ready for records whose cells have these names; without positions none of them can be read. */
  #bind(names: readonly string[], positions: readonly number[] | undefined): void {
    this.#headerSeen = true;
    this.#columnNames = names;
    const { rejectedRows, references } = this.#options;
    if (rejectedRows !== undefined) {
      this.#rejected = new RejectedRows(rejectedRows, this.#feed.dialect.delimiter, names);
    }
    if (positions === undefined) return;
    this.#positions = positions;
    const columns = bindColumns(this.#feed, this.#encoding, positions, references);
    const memoryBytes = this.#keyMemoryBytes / Math.max(1, this.#feed.keys.length);
    this.#rowCheck = new RowCheck(this.#feed, this.#encoding, columns, {
      memoryBytes,
      spill: this.#keySpill,
    });
    if (this.#tokenizer !== undefined) this.#tokenizer.walk = this.#rowCheck.walk;
  }

  #takeTrailer(record: RecordView): void {
    if (this.#trailer !== undefined) this.#complainOfRecordAfterTrailer(record);
    this.#trailer = Buffer.from(record.bytes.subarray(record.start, record.end));
    const cells = readCells(record, this.#reader, this.#encoding);
    const read = { records: this.#recordsRead, totals: this.totals };
    for (const complaint of checkTrailer(this.#feed, cells, read)) {
      const { line, byteOffset } = record;
      this.log.add(complaint, complaint.column, () => ({ line, byteOffset, value: complaint.value }));
    }
  }

  #complainOfRecordAfterTrailer({ line, byteOffset }: RecordView): void {
    this.log.add({ code: "trailer-misplaced" }, null, () => ({ line, byteOffset }));
  }

  #takeRow(record: RecordView): void {
    if (this.#trailer !== undefined) this.#complainOfRecordAfterTrailer(record);
    this.#recordsRead += 1;
    const row = this.#rowCheck;
    if (row === undefined) {
      this.#reject(record, ["The header of the file is wrong."]);
      return;
    }
    const sound = row.check(record, this.#recordsRead, this.#watch.suspicious);
    const rejects = row.problems.list.length > 0 && this.#complain(record, row);
    this.totals.add(row.amounts, !rejects);
    if (rejects) this.#reject(record, this.#toSentences(row));
    else {
      this.#recordsAccepted += 1;
      this.#accepted.add(record, 1);
    }
    if (sound) this.#options.onRecord?.(record, this.#positions, this.#reader);
  }

  /** Logs what is wrong with a record; says whether that rejects it. */
  #complain(record: RecordView, row: RowCheck): boolean {
    const places = { reader: this.#reader, encoding: this.#encoding };
    let rejects = false;
    for (const problem of row.problems.list) {
      const place = () => findPlace(record, this.#recordsRead, problem, places);
      if (this.log.add(problem.complaint, this.#nameOf(problem.cell), place) === "error") rejects = true;
    }
    return rejects;
  }

  #toSentences(row: RowCheck): readonly string[] {
    if (this.#rejected === undefined) return [];
    return row.problems.list
      .filter(({ complaint }) => this.log.severityOf(complaint) === "error")
      .map(({ complaint, cell }) => composeMessage(complaint, this.#nameOf(cell)));
  }

  #nameOf(cell: number | undefined): string | null {
    return cell === undefined ? null : (this.#columnNames[cell] ?? null);
  }

  #reject(record: RecordView, problems: readonly string[]): void {
    this.#recordsRejected += 1;
    if (this.#rejected === undefined) return;
    const cells = readCells(record, this.#reader, this.#encoding);
    this.#rejected.add({ record: this.#recordsRead, line: record.line, problems, cells });
  }
}
