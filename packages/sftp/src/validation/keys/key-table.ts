import type { KeyValue } from "./key-value.js";

/** A slot is three words: the two halves of the hash, and where the entry begins, plus one. Zero: the slot is free. */
export const SLOT_WORDS = 3;
export const SLOT_BYTES = SLOT_WORDS * 4;
/** Before the bytes of an entry stand its record, as a float of 64 bits, and its length. */
export const ENTRY_HEAD_BYTES = 12;

const LEAST_SLOTS = 1_024;
const FULLEST = 0.7;

/** The values of a key in memory, by their hash; the bytes decide. It grows up to its limit. */
export class KeyTable {
  slots = new Uint32Array(LEAST_SLOTS * SLOT_WORDS);
  entries = Buffer.allocUnsafe(LEAST_SLOTS * 16);
  entriesEnd = 0;
  count = 0;
  readonly #mostSlots: number;
  readonly #mostEntryBytes: number;

  /** Half of the memory at most is for the slots, the rest for the entries. */
  constructor(memoryBytes: number) {
    const slots = 2 ** Math.floor(Math.log2(memoryBytes / 2 / SLOT_BYTES));
    this.#mostSlots = Math.max(LEAST_SLOTS, slots);
    this.#mostEntryBytes = memoryBytes - this.#mostSlots * SLOT_BYTES;
  }

  get slotCount(): number {
    return this.slots.length / SLOT_WORDS;
  }

  /** Whether another value would be beyond the limit; a single value always fits. */
  isFullFor(key: KeyValue): boolean {
    const entriesEnd = this.entriesEnd + ENTRY_HEAD_BYTES + key.length;
    return this.count >= this.#mostSlots * FULLEST || (this.count > 0 && entriesEnd > this.#mostEntryBytes);
  }

  /** The record that has the value, or `undefined`. */
  find(key: KeyValue): number | undefined {
    const { slots, entries } = this;
    const mask = this.slotCount - 1;
    for (let slot = placeOf(key.high, this.slotCount); ; slot = (slot + 1) & mask) {
      const word = slot * SLOT_WORDS;
      const entry = slots[word + 2] ?? 0;
      if (entry === 0) return undefined;
      if (slots[word] !== key.high || slots[word + 1] !== key.low) continue;
      const start = entry - 1 + ENTRY_HEAD_BYTES;
      if (isSameEntry(entries, entry - 1, key)) return entries.readDoubleLE(start - ENTRY_HEAD_BYTES);
    }
  }

  /** Adds a value that is not there yet. */
  add(key: KeyValue, record: number): void {
    if (this.count >= this.slotCount * FULLEST) this.#growSlots();
    const end = this.entriesEnd + ENTRY_HEAD_BYTES + key.length;
    if (end > this.entries.length) this.#growEntries(end);
    putSlot(this.slots, key, this.entriesEnd + 1);
    this.entries.writeDoubleLE(record, this.entriesEnd);
    this.entries.writeUInt32LE(key.length, this.entriesEnd + 8);
    key.bytes.copy(this.entries, this.entriesEnd + ENTRY_HEAD_BYTES, 0, key.length);
    this.entriesEnd = end;
    this.count += 1;
  }

  /** Forgets every value and keeps the memory. */
  clear(): void {
    this.slots.fill(0);
    this.entriesEnd = 0;
    this.count = 0;
  }

  #growSlots(): void {
    const { slots } = this;
    this.slots = new Uint32Array(slots.length * 2);
    for (let word = 0; word < slots.length; word += SLOT_WORDS) {
      const entry = slots[word + 2] ?? 0;
      if (entry > 0) putSlot(this.slots, { high: slots[word] ?? 0, low: slots[word + 1] ?? 0 }, entry);
    }
  }

  #growEntries(needed: number): void {
    const wanted = Math.min(this.entries.length * 2, this.#mostEntryBytes);
    const larger = Buffer.allocUnsafe(Math.max(needed, wanted));
    this.entries.copy(larger, 0, 0, this.entriesEnd);
    this.entries = larger;
  }
}

/** Where a value is looked for first: by the upper bits of its hash. */
export function placeOf(high: number, slotCount: number): number {
  return high >>> (Math.clz32(slotCount) + 1);
}

/** Whether an entry, head and all, holds the very bytes of a value. */
export function isSameEntry(entries: Buffer, at: number, { bytes, length }: KeyValue): boolean {
  if (entries.readUInt32LE(at + 8) !== length) return false;
  const start = at + ENTRY_HEAD_BYTES;
  return entries.compare(bytes, 0, length, start, start + length) === 0;
}

function putSlot(
  slots: Uint32Array,
  { high, low }: { readonly high: number; readonly low: number },
  entry: number,
): void {
  const slotCount = slots.length / SLOT_WORDS;
  let slot = placeOf(high, slotCount);
  while (slots[slot * SLOT_WORDS + 2] !== 0) slot = (slot + 1) & (slotCount - 1);
  slots[slot * SLOT_WORDS] = high;
  slots[slot * SLOT_WORDS + 1] = low;
  slots[slot * SLOT_WORDS + 2] = entry;
}
