import type { Feed } from "../../feed/feed.js";
import type { Encoding } from "../encoding/encoding.js";
import type { Complaint } from "../finding/complaint.js";
import { LINE_FEED } from "../record/byte-kind.js";
import { MARK } from "../record/cell-scan.js";
import { CellReader, decodeCell } from "../record/cell-text.js";
import { createRecordReader } from "../record/create-record-reader.js";
import type { RecordView } from "../record/record-view.js";
import { readCells } from "../total/trailer-check.js";
import { compileHeaderNames } from "./header-names.js";

/** So many characters of a line are kept. */
const KEPT_CHARACTERS = 200;

/** The lines of a file before its header. */
export class Preamble {
  /** The lines so far, shortened. */
  readonly lines: string[] = [];
  readonly #feed: Feed;
  readonly #encoding: Encoding;
  readonly #reader: CellReader;
  readonly #toColumn: (name: string) => string;
  #headerFound = false;

  constructor(feed: Feed, encoding: Encoding) {
    this.#feed = feed;
    this.#encoding = encoding;
    this.#reader = new CellReader(feed.dialect);
    this.#toColumn = compileHeaderNames(feed);
  }

  /** Whether the next line still belongs to it, or may be the header that it ends with. */
  get isOpen(): boolean {
    const { preamble } = this.#feed;
    if (preamble === undefined || this.#headerFound) return false;
    return this.lines.length < ("lines" in preamble ? preamble.lines : preamble.maxLines);
  }

  /** Whether it should have ended with a header that never came. */
  get lacksHeader(): boolean {
    const { preamble } = this.#feed;
    return preamble !== undefined && "until" in preamble && !this.#headerFound;
  }

  /** Takes a line; returns the names of the header when the line is that. */
  take(line: RecordView): readonly string[] | undefined {
    const { preamble } = this.#feed;
    if (preamble !== undefined && "until" in preamble) {
      const names = this.#readNames(line);
      const known = new Set(
        names.map(this.#toColumn).filter((name) => Object.hasOwn(this.#feed.columns, name)),
      );
      if (known.size * 2 >= Object.keys(this.#feed.columns).length) {
        this.#headerFound = true;
        return names;
      }
    }
    const text = decodeCell(this.#reader.readAsItStands(line, 0), this.#encoding);
    this.lines.push(text.length > KEPT_CHARACTERS ? `${text.slice(0, KEPT_CHARACTERS - 1)}…` : text);
    return undefined;
  }

  /** The cells of one line by itself. */
  #readNames(line: RecordView): readonly string[] {
    const records = createRecordReader(this.#feed, this.#encoding, {
      firstByteOffset: 0,
      measure: undefined,
    });
    records.append(line.bytes.subarray(line.starts[0], line.ends[0]));
    records.append(Uint8Array.of(LINE_FEED));
    records.end();
    return records.next() ? readCells(records.record, this.#reader, this.#encoding) : [];
  }
}

/** What is wrong with a line that is no record: only its length and its encoding can be. */
export function checkPreambleLine(line: RecordView, feed: Feed, encoding: Encoding): Complaint | undefined {
  if ((line.allMarks & MARK.overlong) !== 0) {
    return { code: "record-too-long", detail: { maxBytes: feed.dialect.maxRecordBytes } };
  }
  const isSound = encoding.isValid(line.bytes.subarray(line.starts[0], line.ends[0]));
  return isSound ? undefined : { code: "encoding-invalid", detail: { encoding: encoding.title } };
}
