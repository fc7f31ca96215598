import type { RecordWalker } from "../walk/record-walker.js";
import type { RecordView } from "./record-view.js";

/** Cuts the bytes of a file into records and cells, whatever the chunks in which they come. */
export interface RecordReader {
  /** The record that `next` or `nextLine` found. */
  readonly record: RecordView;
  /** The quick way over sound records, once it is known what they look like; a reader may do without. */
  walker: RecordWalker | undefined;
  /** How many bytes from the file's start belong to records that were seen. */
  readonly consumedBytes: number;
  /** Adds bytes. Those of records seen before may be overwritten by it. */
  append(chunk: Uint8Array): void;
  /** Says that no bytes follow. */
  end(): void;
  /**
   * Walks on over records that are sound and end as they should, and gives how many; `record` is all of them together.
   */
  walk(ending: "lf" | "crlf"): number;
  /** Turns `record` to one of the records that a walk has listed, each in its turn. */
  turnTo(at: number): void;
  /** Whether there is another whole record. */
  next(): boolean;
  /** Whether there is another whole line, as a record of one cell in which delimiters and quotes mean nothing. */
  nextLine(): boolean;
}

/** Where in its file the bytes of a reader stand. */
export interface FilePlace {
  /** Of the first byte that is appended. */
  readonly firstByteOffset: number;
  /** How many bytes of the file became these; `undefined` when they are the file's own. */
  readonly measure: ((bytes: Uint8Array, start: number, end: number) => number) | undefined;
}
