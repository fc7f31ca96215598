import type { Feed } from "../feed/feed.js";
import { DataRecords } from "./data-records.js";
import { type Encoding, getEncoding } from "./encoding/encoding.js";
import type { Complaint } from "./finding/complaint.js";
import { FindingLog } from "./finding/finding-log.js";
import { AcceptedRows } from "./output/accepted-rows.js";
import type { PassOptions } from "./pass-options.js";
import type { DeliveryProfile } from "./profile/delivery-profile.js";
import { CellReader } from "./record/cell-text.js";
import { FileRecords } from "./record/file-records.js";
import type { RecordReader } from "./record/record-reader.js";
import type { RecordView } from "./record/record-view.js";
import { toEndComplaint } from "./row/file-end.js";
import { readHeader } from "./row/header-check.js";
import { compileLineEndingCheck, type LineEndingCheck } from "./row/line-ending-check.js";
import { checkPreambleLine, Preamble } from "./row/preamble.js";
import type { ColumnTotals } from "./total/column-totals.js";
import { checkTrailer, compileTrailerMark, readCells } from "./total/trailer-check.js";

/** One pass over one file: takes its bytes in order and finds out everything there is to say. */
export class ValidationPass {
  readonly log: FindingLog;
  readonly #feed: Feed;
  readonly #encoding: Encoding;
  readonly #file: FileRecords;
  readonly #preamble: Preamble;
  readonly #reader: CellReader;
  readonly #accepted: AcceptedRows;
  readonly #records: DataRecords;
  readonly #isTrailer: (record: RecordView) => boolean;
  readonly #lineEnding: LineEndingCheck;
  #headerSeen = false;
  #trailer: Buffer | undefined;

  constructor(feed: Feed, options: PassOptions) {
    this.#feed = feed;
    this.#encoding = getEncoding(feed.encoding);
    this.#file = new FileRecords(feed, this.#encoding, {
      onMark: (bytes) => this.#accepted.addBytes(bytes),
      onComplaint: (complaint) => this.log.add(complaint, null, () => ({ byteOffset: 0 })),
    });
    this.#preamble = new Preamble(feed, this.#encoding);
    this.#reader = new CellReader(feed.dialect);
    this.#isTrailer = compileTrailerMark(feed, this.#encoding, this.#reader);
    this.#lineEnding = compileLineEndingCheck(feed);
    this.#accepted = new AcceptedRows(options.acceptedRows, (bytes) => this.#file.toFileBytes(bytes));
    this.log = new FindingLog(feed, options.locale ?? "en");
    this.#records = new DataRecords(feed, options, {
      encoding: this.#encoding,
      file: this.#file,
      log: this.log,
      accepted: this.#accepted,
    });
    if (feed.header === "none") {
      const names = Object.keys(feed.columns);
      this.#bind(names, [...names.keys()]);
    }
  }

  get records(): DataRecords["counts"] {
    return this.#records.counts;
  }

  get totals(): ColumnTotals {
    return this.#records.totals;
  }

  /** How many bytes from the file's start were accounted for as records; `undefined` for a file that is no text. */
  get consumedBytes(): number | undefined {
    return this.#file.reader?.consumedBytes;
  }

  /** What the delivery looked like; `null` when its feed compares nothing, or its records could not be read. */
  get profile(): DeliveryProfile | null {
    return this.#records.profile;
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
    this.#records.close();
  }

  /** Hands over what goes to the sinks. */
  async flush(): Promise<void> {
    await this.#accepted.flush();
    await this.#records.flush();
  }

  #drain(): void {
    const { reader } = this.#file;
    if (reader === undefined) return;
    while (this.#preamble.isOpen && reader.nextLine()) this.#takePreamble(reader.record);
    while (!this.#preamble.isOpen) {
      this.#takeSound(reader);
      if (!reader.next()) return;
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
    const { cut, counts } = this.#records;
    if (!this.#file.endsWithLine) {
      this.log.add(toEndComplaint(this.#feed, cut !== undefined), null, () => cut ?? {});
    }
    if (trailer !== undefined && this.#trailer === undefined) {
      this.log.add({ code: "trailer-missing", detail: { mark: trailer.mark } }, null, () => ({}));
    }
    if (counts.read < acceptance.minRecords) {
      const detail = { found: counts.read, needed: acceptance.minRecords };
      this.log.add({ code: "too-few-records", detail }, null, () => ({}));
    }
    this.#records.end();
    // With records left out the sender's control totals would be wrong.
    if (this.#trailer !== undefined && counts.rejected === 0)
      this.#accepted.addBytes(this.#file.toFileBytes(this.#trailer));
  }

  #checkEnding(record: RecordView): void {
    const complaint = this.#lineEnding.check(record);
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

  #bind(names: readonly string[], positions: readonly number[] | undefined): void {
    this.#headerSeen = true;
    this.#records.bind(names, positions);
  }

  /** After the trailer each record is one too many, and before the first line nobody knows how lines should end. */
  #takeSound(reader: RecordReader): void {
    const ending = this.#lineEnding.wanted();
    if (ending !== undefined && this.#trailer === undefined) this.#records.takeSound(reader, ending);
  }

  #takeTrailer(record: RecordView): void {
    if (this.#trailer !== undefined) this.#complainOf(record, { code: "trailer-misplaced" });
    this.#trailer = Buffer.from(record.bytes.subarray(record.start, record.end));
    const cells = readCells(record, this.#reader, this.#encoding);
    const read = { records: this.records.read, totals: this.totals };
    for (const complaint of checkTrailer(this.#feed, cells, read)) {
      const { line, byteOffset } = record;
      this.log.add(complaint, complaint.column, () => ({ line, byteOffset, value: complaint.value }));
    }
  }

  #takeRow(record: RecordView): void {
    if (this.#trailer !== undefined) this.#complainOf(record, { code: "trailer-misplaced" });
    this.#records.take(record);
  }
}
