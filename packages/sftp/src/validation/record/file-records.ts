import type { Feed } from "../../feed/feed.js";
import type { Encoding } from "../encoding/encoding.js";
import { EncodingWatch } from "../encoding/encoding-watch.js";
import { readFileStart, START_BYTES } from "../encoding/file-start.js";
import { type ByteOrder, measureUtf16, toUtf16, Utf16Reader } from "../encoding/utf-16.js";
import type { Complaint } from "../finding/complaint.js";
import type { RecordWalker } from "../walk/record-walker.js";
import { LINE_FEED } from "./byte-kind.js";
import { createRecordReader } from "./create-record-reader.js";
import type { FilePlace, RecordReader } from "./record-reader.js";

/** What whoever reads a file wants to hear before its first record. */
interface StartObserver {
  /** The bytes of the mark that the file begins with, as they stand in it. */
  readonly onMark: (bytes: Buffer) => void;
  readonly onComplaint: (complaint: Complaint) => void;
}

/** The bytes of one file on their way to records: byte order mark, UTF-16, and the watch over the encoding. */
export class FileRecords {
  readonly #feed: Feed;
  readonly #encoding: Encoding;
  readonly #observer: StartObserver;
  readonly #watch: EncodingWatch;
  #start: Buffer | undefined = Buffer.alloc(0);
  #reader: RecordReader | undefined;
  #walker: RecordWalker | undefined;
  #utf16: Utf16Reader | undefined;
  #byteOrder: ByteOrder | undefined;
  #lastByte: number | undefined;

  constructor(feed: Feed, encoding: Encoding, observer: StartObserver) {
    this.#feed = feed;
    this.#encoding = encoding;
    this.#observer = observer;
    this.#watch = new EncodingWatch(encoding);
  }

  /** Cuts the bytes into records; `undefined` before the start of the file was seen, and for one that is no text. */
  get reader(): RecordReader | undefined {
    return this.#reader;
  }

  /** The quick way over sound records, once it is known what they look like. */
  set walker(walker: RecordWalker | undefined) {
    this.#walker = walker;
    if (this.#reader !== undefined) this.#reader.walker = walker;
  }

  /** Whether a byte so far is wrong, so that each record has to be looked at by itself. */
  get suspicious(): boolean {
    return this.#watch.suspicious;
  }

  /** How many bytes of the file became these, when that is not their number. */
  get measure(): FilePlace["measure"] {
    return this.#byteOrder === undefined ? undefined : measureUtf16;
  }

  get isEmpty(): boolean {
    return this.#lastByte === undefined;
  }

  get endsWithLine(): boolean {
    return this.#lastByte === LINE_FEED;
  }

  /** Takes the next bytes; read all records before the next call. */
  append(chunk: Uint8Array): void {
    if (this.#start === undefined) this.#take(chunk);
    else {
      this.#start = Buffer.concat([this.#start, chunk]);
      if (this.#start.length >= START_BYTES) this.#readStart(this.#start);
    }
  }

  /** Says that no bytes follow; read the last records then. */
  end(): void {
    if (this.#start !== undefined) this.#readStart(this.#start);
    if (this.#utf16 !== undefined) this.#give(this.#utf16.end());
    this.#watch.end();
    this.#reader?.end();
  }

  /** Bytes of records as they stand in the file. */
  toFileBytes(bytes: Buffer): Buffer {
    return this.#byteOrder === undefined ? bytes : toUtf16(bytes, this.#byteOrder);
  }

  #readStart(bytes: Buffer): void {
    this.#start = undefined;
    const { markBytes, byteOrder, complaint, readable } = readFileStart(bytes, this.#encoding);
    if (complaint !== undefined) this.#observer.onComplaint(complaint);
    if (!readable) return;
    if (byteOrder !== undefined) {
      this.#byteOrder = byteOrder;
      this.#utf16 = new Utf16Reader(byteOrder);
    }
    this.#observer.onMark(bytes.subarray(0, markBytes));
    const place = { firstByteOffset: markBytes, measure: this.measure };
    this.#reader = createRecordReader(this.#feed, this.#encoding, place);
    this.#reader.walker = this.#walker;
    this.#take(bytes.subarray(markBytes));
  }

  #take(chunk: Uint8Array): void {
    if (this.#reader !== undefined) this.#give(this.#utf16?.read(chunk) ?? chunk);
  }

  #give(bytes: Uint8Array): void {
    this.#lastByte = bytes.at(-1) ?? this.#lastByte;
    this.#watch.append(bytes);
    this.#reader?.append(bytes);
  }
}
