import type { Feed } from "../../feed/feed.js";
import { KeyValue } from "../keys/key-value.js";
import { CellReader } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";
import { RecordDigest } from "./record-digest.js";

/** Before the bytes of a key stand its record, the digest of the record's other cells, and its length. */
const HEAD_BYTES = 20;

/** How the keys of a delivery are read. */
interface KeyReading {
  /** Where in the file the columns of the key stand, in the order of the feed. */
  readonly key: readonly number[];
  /** Where the other columns stand, in the order of the feed. */
  readonly others: readonly number[];
  readonly dialect: Feed["dialect"];
  /** The same for both deliveries that are compared. */
  readonly seed: number;
}

/** The key of one record, and a digest of what stands beside it. One object, used over and over. */
export class KeyEntry {
  readonly key: KeyValue;
  readonly #digest: RecordDigest;
  readonly #reader: CellReader;

  constructor({ key, others, dialect, seed }: KeyReading) {
    this.key = new KeyValue(key, seed);
    this.#digest = new RecordDigest(others, seed);
    this.#reader = new CellReader(dialect);
  }

  /** Takes a record; says whether it has a key, which takes all its parts. */
  read(record: RecordView): boolean {
    if (!this.key.read(record, this.#reader)) return false;
    this.#digest.read(record, this.#reader);
    return true;
  }

  get sizeBytes(): number {
    return HEAD_BYTES + this.key.length;
  }

  write(into: Buffer, at: number, recordNumber: number): void {
    into.writeDoubleLE(recordNumber, at);
    into.writeUInt32LE(this.#digest.low, at + 8);
    into.writeUInt32LE(this.#digest.high, at + 12);
    into.writeUInt32LE(this.key.length, at + 16);
    this.key.bytes.copy(into, at + HEAD_BYTES, 0, this.key.length);
  }
}

/** A key as it was put aside. */
export interface KeptKey {
  readonly record: number;
  /** Of the record's other cells. */
  readonly digest: bigint;
}

/** The keys of a part by their bytes as Latin-1; the first record of each counts. */
export function readEntries(part: Buffer): Map<string, KeptKey> {
  const keys = new Map<string, KeptKey>();
  for (let at = 0; at < part.length; ) {
    const end = at + HEAD_BYTES + part.readUInt32LE(at + 16);
    const key = part.toString("latin1", at + HEAD_BYTES, end);
    if (!keys.has(key))
      keys.set(key, { record: part.readDoubleLE(at), digest: part.readBigUInt64LE(at + 8) });
    at = end;
  }
  return keys;
}
