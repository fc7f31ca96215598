import type { CellContent } from "../column/cell-check.js";
import { compileNumberReader, type NumberColumn } from "../column/cell-value.js";

/** Reads a cell as a whole number of the last digits of a common scale; `undefined` when it holds no number. */
export type ScaledReader = (cell: CellContent) => number | bigint | undefined;

/** Compiles the reading of a column of numbers in a scale that is at least its own. */
export function compileScaledReader(column: NumberColumn, scale: number): ScaledReader {
  const { read, scale: own } = compileNumberReader(column);
  if (own === scale) return read;
  const factor = 10 ** (scale - own);
  const exactFactor = 10n ** BigInt(scale - own);
  return (cell) => {
    const units = read(cell);
    if (units === undefined) return undefined;
    const scaled = typeof units === "number" ? units * factor : 0.5;
    // A product of floats that is a safe integer is exact; any other is made again.
    return Number.isSafeInteger(scaled) ? scaled : BigInt(units) * exactFactor;
  };
}

/** The exact sum of two whole numbers. */
export function addExact(left: number | bigint, right: number | bigint): number | bigint {
  if (typeof left === "number" && typeof right === "number") {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return BigInt(left) + BigInt(right);
}
