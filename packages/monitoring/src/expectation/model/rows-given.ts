import { type PackedMatrix, packedAt } from "./packed-matrix.js";

/** Of the rows that the runs of a series were given: the logarithm that counts as the middle, their mean and variance. */
export interface RowsGiven {
  readonly middle: number;
  readonly mean: number;
  readonly variance: number;
}

/** A tenth of the way to what the run had. */
const ROWS_RATE = 0.1;
/** Of rows of which one run is known. */
const FIRST_VARIANCE = 0.25;

/** What a series knows of rows and of what they do. */
interface KnownRows {
  readonly rows: RowsGiven | undefined;
  readonly means: readonly number[];
  readonly covariance: PackedMatrix;
}

/** The rows of a run as one more effect of it. */
interface RowsEffect {
  readonly amount: number;
  /** What it adds to the variance of the forecast that they are not known, so that their usual number stands for them. */
  readonly variance: number;
}

/** How much of the effect of rows a run has; nothing for a series of which no run was given any. */
export function toRowsEffect(
  { rows, means, covariance }: KnownRows,
  rowsGiven: number | undefined,
  rowsColumn: number,
): RowsEffect | undefined {
  if (rows === undefined) return undefined;
  if (rowsGiven !== undefined) return { amount: toLogarithm(rowsGiven) - rows.middle, variance: 0 };
  const slope = means[rowsColumn] ?? 0;
  const slopeVariance = packedAt(covariance, rowsColumn, rowsColumn);
  return { amount: rows.mean - rows.middle, variance: (slope * slope + slopeVariance) * rows.variance };
}

/** The rows of a series after one more run; the first run is the middle. */
export function learnRows(rows: RowsGiven | undefined, rowsGiven: number | undefined): RowsGiven | undefined {
  if (rowsGiven === undefined) return rows;
  const logarithm = toLogarithm(rowsGiven);
  if (rows === undefined) return { middle: logarithm, mean: logarithm, variance: FIRST_VARIANCE };
  const difference = logarithm - rows.mean;
  return {
    middle: rows.middle,
    mean: rows.mean + ROWS_RATE * difference,
    variance: (1 - ROWS_RATE) * (rows.variance + ROWS_RATE * difference * difference),
  };
}

function toLogarithm(rows: number): number {
  return Math.log(rows + 1);
}
