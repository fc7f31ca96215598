import { createClosestValue } from "../column/closest-value.js";

/** What is known of something, such as all products, for other feeds to refer to. */
export interface ReferenceSet {
  /** What feeds call it in `references.to`. */
  readonly name: string;
  /** How many values or entries are known. */
  readonly size: number;
  /** Of the file it was read from; `null` when it was made from values. */
  readonly sha256: string | null;
  /** How many values an entry is made of. */
  readonly columnCount: number;
  /** Whether its entries are valid on certain days only. */
  readonly isDated: boolean;
  /** Whether a single value is known, exactly as it is written. */
  has(value: string): boolean;
  /** Whether an entry is known, and on a day such as `2026-10-31` valid. */
  lookUp(values: readonly string[], day?: string | undefined): ReferenceAnswer;
  /** The known value that was most likely meant: equal but for case, accents, spaces and punctuation, or nearly. */
  findClosest(value: string): string | undefined;
}

/** What a reference set knows of an entry. */
export type ReferenceAnswer = "known" | "unknown" | "not-valid";

/** Creates a reference set from single values that are at hand. They stay in memory. */
export function createReferenceSet(
  name: string,
  values: Iterable<string>,
  { sha256 = null }: { readonly sha256?: string | null | undefined } = {},
): ReferenceSet {
  const known = new Set(values);
  return {
    name,
    size: known.size,
    sha256,
    columnCount: 1,
    isDated: false,
    has: (value) => known.has(value),
    lookUp: ([value = ""]) => (known.has(value) ? "known" : "unknown"),
    findClosest: createClosestValue(known),
  };
}
