import { POWERS_OF_TEN } from "../column/number-check.js";
import type { WalkKinds } from "./walk-kind.js";

/** What lies where in the memory of a walk, in bytes; the first few stay empty, so that 0 is no address. */
export const KINDS_AT = 16;
export const QUOTED_KINDS_AT = 272;
/** The days of each month, from January; of February 28. */
export const DAYS_AT = 528;
/** The powers of ten, each in 8 bytes. */
export const POWERS_AT = 544;
/** Where the records' own figures begin. */
export const FIGURES_AT = 672;

/** Variables that the functions of all columns leave something in for the record's. */
export const GLOBAL = {
  /** The number that was read, in units of the last digit of its column. */
  units: 0,
  /** What was met in the cell, see `MARK`. */
  marks: 1,
} as const;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const POWERS = 16;

/** Writes what all walks look up. */
export function fillTables(memory: ArrayBuffer, { bare, quoted }: WalkKinds): void {
  const bytes = new Uint8Array(memory);
  bytes.set(bare, KINDS_AT);
  bytes.set(quoted, QUOTED_KINDS_AT);
  bytes.set(DAYS_IN_MONTH, DAYS_AT);
  new BigInt64Array(memory, POWERS_AT, POWERS).set(POWERS_OF_TEN.slice(0, POWERS).map(BigInt));
}
