import { betaQuantile } from "./beta.js";

/** The rates that would make a count of so many in so many trials neither too small nor too large to be believed. */
export interface RateInterval {
  readonly low: number;
  readonly high: number;
}

/**
 * The exact interval of a rate from a count, which covers the true rate with at least the confidence.
 *
 * Source: Clopper and Pearson 1934, by quantiles of the beta distribution. Without trials it is 0 to 1.
 *
 * @throws RangeError unless 0 ≤ count ≤ trials and 0 < confidence < 1.
 */
export function binomialInterval(count: number, trials: number, confidence = 0.95): RateInterval {
  if (!(count >= 0 && count <= trials)) throw new RangeError(`${count} of ${trials} is no count.`);
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`A confidence lies between 0 and 1, not ${confidence}.`);
  const tail = (1 - confidence) / 2;
  return {
    low: count === 0 ? 0 : betaQuantile(tail, count, trials - count + 1),
    high: count === trials ? 1 : betaQuantile(1 - tail, count + 1, trials - count),
  };
}
