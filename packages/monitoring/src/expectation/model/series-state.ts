import type { PackedMatrix } from "./packed-matrix.js";
import type { RowsGiven } from "./rows-given.js";
import type { SeriesPrior } from "./series-prior.js";
import type { SeriesStateSnapshot } from "./series-state-snapshot.js";

/**
 * What is known about one figure of one operation: the distribution of its effects, its noise, and what watches for a
 * new level. All on the logarithmic scale. It holds no past runs and does not grow.
 *
 * A series has one state, which learning changes in place: a new covariance for every run of a fleet is old garbage
 * whose collection costs more than all judging. Who wants it as it was keeps a copy.
 */
export interface SeriesState {
  /** Runs that it learned from. */
  runs: number;
  /** The business day of the newest of them, counted from 1970-01-01; nothing before the first. */
  lastDay: number | undefined;
  /** Of the effects, by column. */
  readonly means: number[];
  readonly covariance: PackedMatrix;
  /** The variance of the noise, as estimated. */
  noise: number;
  /** How many runs that estimate is worth. */
  degrees: number;
  /** Cumulated surprise upward and downward, of Page's test for a new level. */
  driftUp: number;
  driftDown: number;
  /** How much wider than the model each side is: a mean of squared surprises, 1 when it is as the model says. */
  spreadUp: number;
  spreadDown: number;
  /** The same of days around the end of a period, beside other days. */
  spreadClosing: number;
  /** What the newest run left unexplained, on the logarithmic scale; nothing where that was odd itself. */
  residual: number;
  /** The rows given, for series whose runs are given any. */
  rows: RowsGiven | undefined;
}

/** Nothing has been seen; the prior says all. */
export function beginSeries(prior: SeriesPrior): SeriesState {
  return {
    runs: 0,
    lastDay: undefined,
    means: prior.means,
    covariance: prior.covariance,
    noise: prior.noise,
    degrees: prior.degrees,
    driftUp: 0,
    driftDown: 0,
    spreadUp: 1,
    spreadDown: 1,
    spreadClosing: 1,
    residual: 0,
    rows: undefined,
  };
}

/** The state as it is now, or as it was kept, whatever the series learns later. */
export function copyState(state: SeriesStateSnapshot): SeriesState {
  return {
    runs: state.runs,
    lastDay: state.lastDay,
    means: state.means.slice(),
    covariance: state.covariance.slice(),
    noise: state.noise,
    degrees: state.degrees,
    driftUp: state.driftUp,
    driftDown: state.driftDown,
    spreadUp: state.spreadUp,
    spreadDown: state.spreadDown,
    spreadClosing: state.spreadClosing,
    residual: state.residual,
    rows: state.rows,
  };
}
