import { type KeptKey, readEntries } from "./key-entry.js";
import type { KeyParts } from "./key-parts.js";

/** So many keys of each kind are shown. */
const SHOWN_KEYS = 5;

/** What became of the keys from one delivery to the next. */
export interface KeyChurnCount {
  /** How many there were before. */
  readonly before: number;
  readonly gone: ChurnedKeys;
  readonly added: ChurnedKeys;
  readonly changed: ChurnedKeys;
}

/** Some keys: how many, and the first few of them, in the order of the file. */
interface ChurnedKeys {
  readonly count: number;
  /** Their bytes as Latin-1. */
  readonly first: readonly string[];
}

/** Compares the keys of two deliveries, part by part: only the keys of one part are in memory at a time. */
export function countChurn(before: KeyParts, now: KeyParts): KeyChurnCount {
  const [gone, added, changed] = [new FirstKeys(), new FirstKeys(), new FirstKeys()];
  let known = 0;
  for (let part = 0; part < before.count; part += 1) {
    const earlier = readEntries(before.read(part));
    known += earlier.size;
    for (const [key, kept] of readEntries(now.read(part))) {
      const previous = earlier.get(key);
      if (previous === undefined) added.add(key, kept);
      else {
        if (previous.digest !== kept.digest) changed.add(key, kept);
        earlier.delete(key);
      }
    }
    for (const [key, kept] of earlier) gone.add(key, kept);
  }
  return { before: known, gone, added, changed };
}

/** Counts keys and keeps those with the first records. */
class FirstKeys implements ChurnedKeys {
  count = 0;
  #kept: { readonly key: string; readonly record: number }[] = [];

  get first(): readonly string[] {
    return this.#kept.map(({ key }) => key);
  }

  add(key: string, { record }: KeptKey): void {
    this.count += 1;
    const last = this.#kept.at(-1);
    if (last !== undefined && this.#kept.length === SHOWN_KEYS && record > last.record) return;
    this.#kept.push({ key, record });
    this.#kept.sort((a, b) => a.record - b.record);
    this.#kept = this.#kept.slice(0, SHOWN_KEYS);
  }
}
