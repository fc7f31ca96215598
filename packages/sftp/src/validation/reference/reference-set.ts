import { createClosestValue } from "../column/closest-value.js";

/** The values that are known of something, such as all products, for other feeds to refer to. */
export interface ReferenceSet {
  /** What feeds call it in `references.to`. */
  readonly name: string;
  readonly size: number;
  /** Of the file it was read from; `null` when it was made from values. */
  readonly sha256: string | null;
  /** Whether a value is known, exactly as it is written. */
  has(value: string): boolean;
  /** The known value that was most likely meant: equal but for case, accents, spaces and punctuation, or nearly. */
  findClosest(value: string): string | undefined;
}

/** Creates a reference set from values that are at hand. They stay in memory. */
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
    has: (value) => known.has(value),
    findClosest: createClosestValue(known),
  };
}
