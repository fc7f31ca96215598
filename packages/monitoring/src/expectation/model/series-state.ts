import { type PackedMatrix, packedDiagonal } from "./packed-matrix.js";
import type { SeriesPrior } from "./series-prior.js";

/**
 * What is known about one figure of one operation: the distribution of its effects, its noise, and what watches for a
 * new level. All on the logarithmic scale. It holds no past runs and does not grow.
 */
export interface SeriesState {
  /** Runs that it learned from. */
  readonly runs: number;
  /** The business day of the newest of them, counted from 1970-01-01; nothing before the first. */
  readonly lastDay: number | undefined;
  /** Of the effects, by column. */
  readonly means: readonly number[];
  readonly covariance: PackedMatrix;
  /** The variance of the noise, as estimated. */
  readonly noise: number;
  /** How many runs that estimate is worth. */
  readonly degrees: number;
  /** Cumulated surprise upward and downward, of Page's test for a new level. */
  readonly driftUp: number;
  readonly driftDown: number;
  /** How much wider than the model each side is: a mean of squared surprises, 1 when it is as the model says. */
  readonly spreadUp: number;
  readonly spreadDown: number;
  /** Of the rows given: the logarithm that counts as the middle, their mean around it, and their variance. */
  readonly rows: RowsGiven | undefined;
}

export interface RowsGiven {
  readonly middle: number;
  readonly mean: number;
  readonly variance: number;
}

/** Nothing has been seen; the prior says all. */
export function beginSeries(prior: SeriesPrior): SeriesState {
  return {
    runs: 0,
    lastDay: undefined,
    means: prior.means,
    covariance: packedDiagonal(prior.variances),
    noise: prior.noise,
    degrees: prior.degrees,
    driftUp: 0,
    driftDown: 0,
    spreadUp: 1,
    spreadDown: 1,
    rows: undefined,
  };
}
