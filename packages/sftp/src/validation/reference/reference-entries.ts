import { createClosestValue } from "../column/closest-value.js";
import { joinEntry } from "../structure/entry-reader.js";
import type { ReferenceSet } from "./reference-set.js";

/** Something that is known under one or more values, and perhaps valid on certain days only. */
export interface ReferenceEntry {
  readonly values: readonly string[];
  /** The days on which it is valid. @defaultValue every day */
  readonly valid?: ReferenceDays | undefined;
}

/** Days as `yyyy-MM-dd`, both included; one that is left out is open. */
export interface ReferenceDays {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * Creates a reference set of entries that are made of several values, or valid on certain days only. They stay in
 * memory: about 200 bytes an entry and the length of its values.
 *
 * An entry may come several times with other days; it is valid on all of them.
 *
 * @throws RangeError when entries are made of different numbers of values, or of none.
 */
export function createReferenceEntries(
  name: string,
  entries: Iterable<ReferenceEntry>,
  { sha256 = null }: { readonly sha256?: string | null | undefined } = {},
): ReferenceSet {
  const known = new Map<string, ReferenceDays[]>();
  let columnCount = 0;
  let isDated = false;
  for (const { values, valid } of entries) {
    if (columnCount === 0) columnCount = values.length;
    if (values.length !== columnCount || columnCount === 0) {
      throw new RangeError(`The entries of ${name} are made of different numbers of values, or of none.`);
    }
    isDated ||= valid !== undefined;
    const entry = joinEntry(values);
    const days = known.get(entry);
    if (days === undefined) known.set(entry, [valid ?? {}]);
    else days.push(valid ?? {});
  }
  return {
    name,
    size: known.size,
    sha256,
    columnCount,
    isDated,
    has: (value) => known.has(value),
    lookUp: (values, day) => {
      const days = known.get(joinEntry(values));
      if (days === undefined) return "unknown";
      return day === undefined || days.some((each) => isWithin(day, each)) ? "known" : "not-valid";
    },
    findClosest:
      columnCount === 1 ? createClosestValue({ [Symbol.iterator]: () => known.keys() }) : () => undefined,
  };
}

/** Days as `yyyy-MM-dd` lie in the order of their texts. */
function isWithin(day: string, { from, to }: ReferenceDays): boolean {
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}
