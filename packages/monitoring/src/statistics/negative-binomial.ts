import { betaCumulative } from "./beta.js";
import { logGamma } from "./gamma.js";

/** A count whose rate is itself uncertain: Poisson with a gamma-distributed rate. */
export interface NegativeBinomial {
  readonly mean: number;
  /** The shape of the rate; the variance of the count is mean + mean² / shape. */
  readonly shape: number;
}

/** The chance of exactly so many. */
export function negativeBinomialChance(count: number, { mean, shape }: NegativeBinomial): number {
  if (!(count >= 0)) return 0;
  if (mean === 0) return count === 0 ? 1 : 0;
  const logChance =
    logGamma(count + shape) -
    logGamma(shape) -
    logGamma(count + 1) -
    shape * Math.log1p(mean / shape) -
    count * Math.log1p(shape / mean);
  return Math.exp(logChance);
}

/** The chance of more than so many, exact in the far tail. Source: DLMF 8.17.5 for whole counts. */
export function negativeBinomialUpperTail(count: number, { mean, shape }: NegativeBinomial): number {
  if (!(count >= 0)) return 1;
  if (mean === 0) return 0;
  return betaCumulative(mean / (mean + shape), Math.floor(count) + 1, shape);
}

/** The chance of fewer than so many. */
export function negativeBinomialLowerTail(count: number, { mean, shape }: NegativeBinomial): number {
  if (!(count > 0)) return 0;
  if (mean === 0) return 1;
  return betaCumulative(shape / (mean + shape), shape, Math.ceil(count));
}
