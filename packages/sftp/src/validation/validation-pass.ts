import type { Feed } from "../feed/feed.js";
import { type Encoding, getEncoding } from "./encoding/encoding.js";
import type { Complaint } from "./finding/complaint.js";
import { FindingLog, type FindingPlace } from "./finding/finding-log.js";
import { composeMessage } from "./finding/finding-text.js";
import { getReasonWords } from "./finding/reason-text.js";
import { KeySpill } from "./keys/key-spill.js";
import { AcceptedRows } from "./output/accepted-rows.js";
import { RejectedRows } from "./output/rejected-rows.js";
import type { PassOptions } from "./pass-options.js";
import type { DeliveryProfile } from "./profile/delivery-profile.js";
import { CellReader } from "./record/cell-text.js";
import { FileRecords } from "./record/file-records.js";
import type { RecordView } from "./record/record-view.js";
import { RecordChecks } from "./record-checks.js";
import { isCut, toEndComplaint } from "./row/file-end.js";
import { readHeader } from "./row/header-check.js";
import { compileLineEndingCheck } from "./row/line-ending-check.js";
import { checkPreambleLine, Preamble } from "./row/preamble.js";
import { findPlace } from "./row/record-place.js";
import { RowCheck } from "./row/row-check.js";
import { bindColumns } from "./row/row-column.js";
import { ColumnTotals } from "./total/column-totals.js";
import { checkTrailer, compileTrailerMark, readCells } from "./total/trailer-check.js";

const KEY_MEMORY_BYTES = 67_108_864;
const LEAST_KEY_MEMORY_BYTES = 262_144;

/** One pass over one file: takes its bytes in order and finds out everything there is to say. */
export class ValidationPass {
  readonly log: FindingLog;
  readonly totals: ColumnTotals;
  readonly #feed: Feed;
  readonly #options: PassOptions;
  readonly #encoding: Encoding;
  readonly #file: FileRecords;
  readonly #preamble: Preamble;
  readonly #reader: CellReader;
  readonly #accepted: AcceptedRows;
  readonly #keyMemoryBytes: number;
  readonly #keySpill: KeySpill;
  readonly #isTrailer: (record: RecordView) => boolean;
  readonly #findEndingProblem: ReturnType<typeof compileLineEndingCheck>;
  #rejected: RejectedRows | undefined;
  #positions: readonly number[] = [];
  #columnNames: readonly string[] = [];
  #rowCheck: RowCheck | undefined;
  #checks: RecordChecks | undefined;
  #headerSeen = false;
  #trailer: Buffer | undefined;
  #cut: FindingPlace | undefined;
  #recordsRead = 0;
  #recordsAccepted = 0;
  #recordsRejected = 0;

  constructor(feed: Feed, options: PassOptions) {
    this.#feed = feed;
    this.#options = options;
    this.#encoding = getEncoding(feed.encoding);
    this.#file = new FileRecords(feed, this.#encoding, {
      onMark: (bytes) => this.#accepted.addBytes(bytes),
      onComplaint: (complaint) => this.log.add(complaint, null, () => ({ byteOffset: 0 })),
    });
    this.#preamble = new Preamble(feed, this.#encoding);
    this.#reader = new CellReader(feed.dialect);
    this.#isTrailer = compileTrailerMark(feed, this.#encoding, this.#reader);
    this.#findEndingProblem = compileLineEndingCheck(feed);
    this.#accepted = new AcceptedRows(options.acceptedRows, (bytes) => this.#file.toFileBytes(bytes));
    this.#keyMemoryBytes = Math.max(options.keyMemoryBytes ?? KEY_MEMORY_BYTES, LEAST_KEY_MEMORY_BYTES);
    this.#keySpill = new KeySpill(options.temporaryFolder);
    this.log = new FindingLog(feed, options.locale ?? "en");
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
    return this.#file.reader?.consumedBytes;
  }

  /** What the delivery looked like; `null` when its feed compares nothing, or its records could not be read. */
  get profile(): DeliveryProfile | null {
    return this.#checks?.profile ?? null;
  }

  /** The lines before the header, shortened. */
  get preamble(): readonly string[] {
    return this.#preamble.lines;
  }

  /** Takes the next bytes; flush before the next call. */
  append(chunk: Uint8Array): void {
    this.#file.append(chunk);
    this.#drain();
  }

  /** Says that no bytes follow. */
  end(): void {
    this.#file.end();
    this.#drain();
    if (this.#file.reader === undefined) return;
    if (this.#file.isEmpty) this.log.add({ code: "empty-file" }, null, () => ({}));
    else this.#checkEnd();
  }

  /** Gives back what was put on the disk for the keys. */
  close(): void {
    this.#keySpill.close();
    this.#checks?.close();
  }

  /** Hands over what goes to the sinks. */
  async flush(): Promise<void> {
    await this.#accepted.flush();
    await this.#rejected?.flush();
  }

  #drain(): void {
    const { reader } = this.#file;
    if (reader === undefined) return;
    while (this.#preamble.isOpen && reader.nextLine()) this.#takePreamble(reader.record);
    while (!this.#preamble.isOpen && reader.next()) {
      const { record } = reader;
      this.#checkEnding(record);
      if (!this.#headerSeen) this.#takeHeader(record, readCells(record, this.#reader, this.#encoding));
      else if (this.#isTrailer(record)) this.#takeTrailer(record);
      else this.#takeRow(record);
    }
  }

  #takePreamble(line: RecordView): void {
    this.#checkEnding(line);
    const names = this.#preamble.take(line);
    if (names !== undefined) this.#takeHeader(line, names);
    else {
      this.#accepted.add(line, 0);
      const complaint = checkPreambleLine(line, this.#feed, this.#encoding);
      if (complaint !== undefined) this.#complainOf(line, complaint);
      if (this.#preamble.lacksHeader && !this.#preamble.isOpen) this.#complainOfHeader();
    }
  }

  /** Without a header no record can be read. */
  #complainOfHeader(): void {
    this.log.add(
      { code: "header-missing", detail: { lines: this.#preamble.lines.length } },
      null,
      () => ({}),
    );
    this.#bind([], undefined);
  }

  /** What can only be said once everything was read. */
  #checkEnd(): void {
    const { trailer, acceptance } = this.#feed;
    if (this.#preamble.isOpen && this.#preamble.lacksHeader) this.#complainOfHeader();
    const cut = this.#cut;
    if (!this.#file.endsWithLine) {
      this.log.add(toEndComplaint(this.#feed, cut !== undefined), null, () => cut ?? {});
    }
    if (trailer !== undefined && this.#trailer === undefined) {
      this.log.add({ code: "trailer-missing", detail: { mark: trailer.mark } }, null, () => ({}));
    }
    if (this.#recordsRead < acceptance.minRecords) {
      const detail = { found: this.#recordsRead, needed: acceptance.minRecords };
      this.log.add({ code: "too-few-records", detail }, null, () => ({}));
    }
    this.#checks?.end(this.log, this.#recordsRead);
    // With records left out the sender's control totals would be wrong.
    if (this.#trailer !== undefined && this.#recordsRejected === 0)
      this.#accepted.addBytes(this.#file.toFileBytes(this.#trailer));
  }

  #checkEnding(record: RecordView): void {
    const complaint = this.#findEndingProblem(record);
    if (complaint !== undefined) this.#complainOf(record, complaint);
  }

  /** Logs what is wrong with a record as a whole, or with a line that is none. */
  #complainOf({ line, byteOffset }: RecordView, complaint: Complaint, column: string | null = null): void {
    this.log.add(complaint, column, () => ({ line, byteOffset }));
  }

  #takeHeader(record: RecordView, headerNames: readonly string[]): void {
    const { positions, complaints, names } = readHeader(this.#feed, headerNames);
    for (const complaint of complaints) this.#complainOf(record, complaint, complaint.column);
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
    this.#file.walk = this.#rowCheck.walk;
    const layout = { encoding: this.#encoding, positions };
    this.#checks = new RecordChecks(this.#feed, layout, this.#options);
  }

  #takeTrailer(record: RecordView): void {
    if (this.#trailer !== undefined) this.#complainOf(record, { code: "trailer-misplaced" });
    this.#trailer = Buffer.from(record.bytes.subarray(record.start, record.end));
    const cells = readCells(record, this.#reader, this.#encoding);
    const read = { records: this.#recordsRead, totals: this.totals };
    for (const complaint of checkTrailer(this.#feed, cells, read)) {
      const { line, byteOffset } = record;
      this.log.add(complaint, complaint.column, () => ({ line, byteOffset, value: complaint.value }));
    }
  }

  #takeRow(record: RecordView): void {
    if (this.#trailer !== undefined) this.#complainOf(record, { code: "trailer-misplaced" });
    this.#recordsRead += 1;
    const row = this.#rowCheck;
    if (row === undefined) {
      this.#reject(record, [getReasonWords(this.log.locale).headerWrong]);
      return;
    }
    const sound = row.check(record, this.#recordsRead, this.#file.suspicious);
    if (sound) this.#checks?.check(record, this.#recordsRead, row.problems);
    else if (isCut(record, row.problems)) {
      this.#cut = { record: this.#recordsRead, line: record.line, byteOffset: record.byteOffset };
    }
    const rejects = row.problems.list.length > 0 && this.#complain(record, row);
    this.totals.add(row.amounts, !rejects);
    if (rejects) this.#reject(record, this.#toSentences(row));
    else {
      this.#recordsAccepted += 1;
      this.#accepted.add(record, 1);
    }
    if (sound) this.#options.onRecord?.(record, this.#positions, this.#reader, this.#recordsRead);
  }

  /** Logs what is wrong with a record; says whether that rejects it. */
  #complain(record: RecordView, row: RowCheck): boolean {
    const places = { reader: this.#reader, encoding: this.#encoding, measure: this.#file.measure };
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
      .map(({ complaint, cell }) => composeMessage(complaint, this.#nameOf(cell), this.log.locale));
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
