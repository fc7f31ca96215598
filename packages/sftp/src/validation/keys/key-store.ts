import { KeyRun } from "./key-run.js";
import type { KeySpill } from "./key-spill.js";
import { KeyTable } from "./key-table.js";
import type { KeyValue } from "./key-value.js";

/**
 * Remembers the values of one key and the record in which each occurred first, exactly: equal hashes are only a
 * reason to compare the bytes.
 *
 * A table in memory; when that is full it goes to the disk as it is, and of each of its values 12 bits stay in memory.
 */
export class KeyStore {
  readonly #table: KeyTable;
  readonly #spill: KeySpill;
  readonly #runs: KeyRun[] = [];

  constructor(memoryBytes: number, spill: KeySpill) {
    this.#table = new KeyTable(memoryBytes);
    this.#spill = spill;
  }

  /** How many tables are on the disk. */
  get runCount(): number {
    return this.#runs.length;
  }

  /** The record in which the value occurred before; `undefined` and remembered when it is new. */
  findOrAdd(key: KeyValue, record: number): number | undefined {
    const first = this.#table.find(key) ?? this.#findInRuns(key);
    if (first !== undefined) return first;
    if (this.#table.isFullFor(key)) {
      this.#runs.push(new KeyRun(this.#table, this.#spill));
      this.#table.clear();
    }
    this.#table.add(key, record);
    return undefined;
  }

  #findInRuns(key: KeyValue): number | undefined {
    for (let at = 0; at < this.#runs.length; at += 1) {
      const first = this.#runs[at]?.find(key);
      if (first !== undefined) return first;
    }
    return undefined;
  }
}
