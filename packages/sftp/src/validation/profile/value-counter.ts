import type { CellContent } from "../column/cell-check.js";
import { LONGEST_VALUE_BYTES, MOST_VALUES } from "./delivery-profile.js";

/** At least twice as many places as values, so that a free one is always near. */
const PLACES = 2 ** Math.ceil(Math.log2(MOST_VALUES * 2));

/** Counts the different values of a column as long as they are few, without making a text of any cell. */
export class ValueCounter {
  #places: (Buffer | undefined)[] | undefined = Array.from({ length: PLACES });
  readonly #counts = new Float64Array(PLACES);
  #size = 0;

  add(cell: CellContent): void {
    const places = this.#places;
    if (places === undefined) return;
    if (cell.end - cell.start > LONGEST_VALUE_BYTES) {
      this.#places = undefined;
      return;
    }
    let place = placeOf(cell);
    for (let value = places[place]; value !== undefined; value = places[place]) {
      if (isSame(value, cell)) {
        this.#counts[place] = (this.#counts[place] ?? 0) + 1;
        return;
      }
      place = (place + 1) % PLACES;
    }
    this.#size += 1;
    if (this.#size > MOST_VALUES) {
      this.#places = undefined;
      return;
    }
    places[place] = Buffer.from(cell.bytes.subarray(cell.start, cell.end));
    this.#counts[place] = 1;
  }

  /** The values with how often each occurred, sorted; `undefined` when they were not few. */
  toCounts(decode: (bytes: Buffer) => string): Readonly<Record<string, number>> | undefined {
    if (this.#places === undefined) return undefined;
    const counts = new Map<string, number>();
    for (const [place, value] of this.#places.entries()) {
      if (value === undefined) continue;
      const text = decode(value);
      // Bytes that are wrong in different ways may be the same text.
      counts.set(text, (counts.get(text) ?? 0) + (this.#counts[place] ?? 0));
    }
    return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function placeOf({ bytes, start, end }: CellContent): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % PLACES;
}

function isSame(value: Buffer, { bytes, start, end }: CellContent): boolean {
  if (value.length !== end - start) return false;
  for (let at = 0; at < value.length; at += 1) if (value[at] !== bytes[start + at]) return false;
  return true;
}
