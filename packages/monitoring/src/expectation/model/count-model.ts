import {
  type NegativeBinomial,
  negativeBinomialChance,
  negativeBinomialLowerTail,
  negativeBinomialUpperTail,
} from "../../statistics/negative-binomial.js";
import type { Predictive } from "./predictive.js";
import { toSurprise } from "./surprise.js";

/**
 * What is known about a count that is usually small: how many there were, in how many runs, and how much more they
 * scatter than chance alone would have it. Old runs count less and less.
 */
export interface CountState {
  readonly sum: number;
  readonly runs: number;
  /** The mean square of what was seen beside what was expected, 1 for a Poisson count. */
  readonly dispersion: number;
}

/** Half a count in one run, before anything is seen. */
const PRIOR_SUM = 0.5;
const PRIOR_RUNS = 1;
const DISCOUNT = 0.97;
const DISPERSION_RATE = 0.05;
const LARGEST_SQUARE = 9;
/** Beside small counts, more than that is all the same. */
const LARGEST_COUNT = 1e9;

export const NO_COUNTS: CountState = { sum: 0, runs: 0, dispersion: 1.5 };

/** The rate that the runs so far speak for. */
export function meanCount({ sum, runs }: CountState): number {
  return (sum + PRIOR_SUM) / (runs + PRIOR_RUNS);
}

/** Learns one count. A surprise beyond three deviations counts as one of three, on either side. */
export function learnCount(state: CountState, count: number): CountState {
  const mean = meanCount(state);
  const deviation = Math.sqrt(mean * state.dispersion + mean / (state.runs + PRIOR_RUNS));
  const seen = state.runs < 3 ? count : Math.max(0, Math.min(count, mean + 3 * deviation));
  const square = Math.min((count - mean) ** 2 / Math.max(mean, 0.5), LARGEST_SQUARE * state.dispersion);
  return {
    sum: DISCOUNT * state.sum + seen,
    runs: DISCOUNT * state.runs + 1,
    dispersion: Math.max(1, state.dispersion + DISPERSION_RATE * (square - state.dispersion)),
  };
}

/**
 * The next count: negative binomial, whose mean and scatter the runs so far tell. Ties count half.
 *
 * Source: the gamma-Poisson model with discounting (West and Harrison 1997), over-dispersion by Pearson's squares.
 */
export function toCountPredictive(state: CountState, runs: number): Predictive {
  const mean = meanCount(state);
  const variance = mean * state.dispersion + mean / (state.runs + PRIOR_RUNS);
  const distribution: NegativeBinomial = {
    mean,
    shape: (mean * mean) / Math.max(variance - mean, 1e-6 * mean),
  };
  const halfOf = (count: number) => negativeBinomialChance(count, distribution) / 2;
  const surpriseOf: Predictive["surpriseOf"] = (value) => {
    const count = Math.min(value, LARGEST_COUNT);
    const above = negativeBinomialUpperTail(count, distribution) + halfOf(count);
    const below = negativeBinomialLowerTail(count, distribution) + halfOf(count);
    return above < below ? toSurprise(above, false) : toSurprise(below, true);
  };
  return { typical: mean, runs, surpriseOf, valueAt: (score) => findCount(score, mean, surpriseOf) };
}

/** The first whole count beyond a score, on its side; below zero there is none. */
function findCount(score: number, mean: number, surpriseOf: Predictive["surpriseOf"]): number {
  if (score < 0) {
    let count = Math.floor(mean);
    while (count > 0 && surpriseOf(count).score > score) count -= 1;
    return surpriseOf(count).score > score ? 0 : count;
  }
  let step = 1;
  let count = Math.ceil(mean);
  while (surpriseOf(count).score < score && Number.isFinite(count)) {
    count += step;
    step *= 2;
  }
  let low = Math.max(Math.ceil(mean), count - step);
  while (low < count) {
    const middle = Math.floor((low + count) / 2);
    if (surpriseOf(middle).score < score) low = middle + 1;
    else count = middle;
  }
  return count;
}
