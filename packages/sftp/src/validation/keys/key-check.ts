import { randomBytes } from "node:crypto";
import type { Complaint } from "../finding/complaint.js";
import type { CellReader } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";
import type { KeySpill } from "./key-spill.js";
import { KeyStore } from "./key-store.js";
import { KeyValue } from "./key-value.js";

/** A key whose values have to be told apart. */
interface KeyColumns {
  /** The columns' names, for messages. */
  readonly title: string;
  readonly positions: readonly number[];
}

/** How much memory the values of a key may take, and where the rest goes. */
export interface KeyLimits {
  readonly memoryBytes: number;
  readonly spill: KeySpill;
}

/** Finds the records whose key occurred before. */
export class KeyCheck {
  readonly columns: KeyColumns;
  readonly #value: KeyValue;
  readonly #store: KeyStore;

  constructor(columns: KeyColumns, { memoryBytes, spill }: KeyLimits) {
    this.columns = columns;
    this.#value = new KeyValue(columns.positions, randomBytes(4).readUInt32LE());
    this.#store = new KeyStore(memoryBytes, spill);
  }

  /** A complaint when the key of this record occurred before. Keys with an empty part are not compared. */
  check(record: RecordView, recordNumber: number, reader: CellReader): Complaint | undefined {
    if (!this.#value.read(record, reader)) return undefined;
    const first = this.#store.findOrAdd(this.#value, recordNumber);
    if (first === undefined) return undefined;
    return { code: "key-duplicate", detail: { key: this.columns.title, firstRecord: first } };
  }
}
