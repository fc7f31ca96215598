import type { FilePlace } from "../record/record-reader.js";
import { addCell, clearCells, type RecordView } from "../record/record-view.js";
import { MOST_LOADED_BYTES, type RecordWalker } from "./record-walker.js";

/** Where a walk begins, and how its lines end. */
interface WalkStart {
  readonly position: number;
  readonly ending: "lf" | "crlf";
}

/** The records that a walk has passed, as they lie in the buffer of whoever reads the file. */
export class WalkedRecords {
  readonly #measure: FilePlace["measure"];
  #walker: RecordWalker | undefined;
  #record: RecordView | undefined;
  /** Where in the buffer the bytes begin that the walker has; -1 for nowhere. */
  #loadedFrom = -1;
  #start = 0;
  #line = 0;
  #byteOffset = 0;
  #count = 0;

  constructor(measure: FilePlace["measure"]) {
    this.#measure = measure;
  }

  /** Says that the buffer has changed. */
  forget(): void {
    this.#loadedFrom = -1;
  }

  /** Walks over the bytes of the buffer from a position on; gives how many records it passed. */
  walk(walker: RecordWalker, bytes: Buffer, { position, ending }: WalkStart): number {
    if (walker !== this.#walker || this.#loadedFrom < 0) {
      // A record of this length is read with care, and what follows it when more has come.
      if (bytes.length - position > MOST_LOADED_BYTES) return 0;
      walker.load(bytes.subarray(position));
      this.#walker = walker;
      this.#loadedFrom = position;
    }
    this.#start = position;
    this.#count = walker.walk(position - this.#loadedFrom, ending);
    return this.#count;
  }

  /** Behind the last record, in the buffer. */
  get end(): number {
    const walker = this.#walker;
    if (walker === undefined) return this.#start;
    return this.#loadedFrom + (walker.isListed ? walker.endOf(this.#count - 1) : walker.end());
  }

  /** Takes the view of all records together, which `turnTo` then turns to each of them. */
  begin(record: RecordView): void {
    this.#record = record;
    this.#line = record.line;
    this.#byteOffset = record.byteOffset;
  }

  /** Turns the view to one of the records, each in its turn. */
  turnTo(at: number): void {
    const [record, walker] = [this.#record, this.#walker];
    if (record === undefined || walker === undefined || !walker.isListed) {
      throw new RangeError("No record was listed.");
    }
    record.start = this.#start;
    record.end = this.#loadedFrom + walker.endOf(at);
    record.line = this.#line + at;
    record.byteOffset = this.#byteOffset;
    const { bytes, start, end } = record;
    this.#byteOffset += this.#measure === undefined ? end - start : this.#measure(bytes, start, end);
    this.#start = end;
    clearCells(record);
    for (let cell = 0; cell < walker.cellCount; cell += 1) {
      const from = this.#loadedFrom + walker.startOf(at, cell);
      addCell(record, from, this.#loadedFrom + walker.cellEndOf(at, cell), walker.marksOf(at, cell));
    }
  }
}
