import type { RecordView } from "../record/record-view.js";
import type { RowSink } from "./row-sink.js";

interface Range {
  readonly bytes: Buffer;
  readonly start: number;
  end: number;
  rows: number;
  /** Whether the bytes are those of the file already. */
  readonly isOfFile: boolean;
}

/** Passes the original bytes of accepted records on, neighbours in one write. */
export class AcceptedRows {
  readonly #sink: RowSink | undefined;
  readonly #toFileBytes: (bytes: Buffer) => Buffer;
  #ranges: Range[] = [];

  /** `toFileBytes` gives the bytes of a record as they stand in the file. */
  constructor(sink: RowSink | undefined, toFileBytes: (bytes: Buffer) => Buffer) {
    this.#sink = sink;
    this.#toFileBytes = toFileBytes;
  }

  /** Adds a record that is still in its buffer; write before the buffer is used again. */
  add({ bytes, start, end }: RecordView, rows: number): void {
    if (this.#sink === undefined) return;
    const last = this.#ranges.at(-1);
    if (last !== undefined && last.bytes === bytes && last.end === start) {
      last.end = end;
      last.rows += rows;
    } else this.#ranges.push({ bytes, start, end, rows, isOfFile: false });
  }

  /** Adds bytes of the file that belong to no record, such as a byte order mark. */
  addBytes(bytes: Buffer): void {
    if (this.#sink !== undefined)
      this.#ranges.push({ bytes, start: 0, end: bytes.length, rows: 0, isOfFile: true });
  }

  /** Writes what was added. */
  async flush(): Promise<void> {
    const ranges = this.#ranges;
    this.#ranges = [];
    for (const { bytes, start, end, rows, isOfFile } of ranges) {
      const part = bytes.subarray(start, end);
      await this.#sink?.write(isOfFile ? part : this.#toFileBytes(part), rows);
    }
  }
}
