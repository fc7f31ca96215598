import { KeyFilter } from "./key-filter.js";
import type { KeySpill } from "./key-spill.js";
import {
  ENTRY_HEAD_BYTES,
  isSameEntry,
  type KeyTable,
  placeOf,
  SLOT_BYTES,
  SLOT_WORDS,
} from "./key-table.js";
import type { KeyValue } from "./key-value.js";

/** So many slots are read at a time; the slot in question is nearly always among the first few. */
const SLOTS_AT_ONCE = 64;

/** A full table of keys as it was put on the disk, and a filter in memory that saves most looks at it. */
export class KeyRun {
  readonly #spill: KeySpill;
  readonly #slotCount: number;
  readonly #slotsAt: number;
  readonly #entriesAt: number;
  readonly #filter: KeyFilter;
  readonly #slots = new Uint32Array(SLOTS_AT_ONCE * SLOT_WORDS);

  /** Puts a table on the disk as it is; the table may be cleared afterwards. */
  constructor(table: KeyTable, spill: KeySpill) {
    const { slots } = table;
    this.#spill = spill;
    this.#slotCount = table.slotCount;
    this.#slotsAt = spill.append(new Uint8Array(slots.buffer, slots.byteOffset, slots.byteLength));
    this.#entriesAt = spill.append(table.entries.subarray(0, table.entriesEnd));
    this.#filter = new KeyFilter(table.count);
    for (let word = 0; word < slots.length; word += SLOT_WORDS) {
      if (slots[word + 2] !== 0) this.#filter.add(slots[word] ?? 0, slots[word + 1] ?? 0);
    }
  }

  /** The record that has the value, or `undefined`. */
  find(key: KeyValue): number | undefined {
    return this.#filter.mayHave(key.high, key.low) ? this.#findOnDisk(key) : undefined;
  }

  #findOnDisk(key: KeyValue): number | undefined {
    let slot = placeOf(key.high, this.#slotCount);
    for (;;) {
      const count = Math.min(SLOTS_AT_ONCE, this.#slotCount - slot);
      const slots = this.#slots.subarray(0, count * SLOT_WORDS);
      const bytes = new Uint8Array(slots.buffer, slots.byteOffset, slots.byteLength);
      this.#spill.read(bytes, this.#slotsAt + slot * SLOT_BYTES);
      for (let word = 0; word < slots.length; word += SLOT_WORDS) {
        const entry = slots[word + 2] ?? 0;
        if (entry === 0) return undefined;
        if (slots[word] !== key.high || slots[word + 1] !== key.low) continue;
        const record = this.#readEntry(this.#entriesAt + entry - 1, key);
        if (record !== undefined) return record;
      }
      slot = (slot + count) % this.#slotCount;
    }
  }

  /** The record of an entry, if the entry holds the very bytes of the value. */
  #readEntry(at: number, key: KeyValue): number | undefined {
    const entry = Buffer.alloc(ENTRY_HEAD_BYTES + key.length);
    this.#spill.read(entry, at);
    return isSameEntry(entry, 0, key) ? entry.readDoubleLE(0) : undefined;
  }
}
