import { logGamma } from "./gamma.js";
import { incompleteBetaFraction } from "./incomplete-beta.js";

/**
 * I_x(a, b): the chance that a beta variable is at or below `x`, for a, b > 0. Relative error below 1e-10.
 *
 * Source: DLMF 8.17.22, and 8.17.4 for the side on which the fraction converges slowly.
 */
export function betaCumulative(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCumulative(1 - x, b, a);
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  return (Math.exp(logFront) / a) * incompleteBetaFraction(x, a, b);
}

/** The value that a beta variable is at or below with the chance `chance`, found by halving. Good to 1e-12. */
export function betaQuantile(chance: number, a: number, b: number): number {
  if (!(chance >= 0 && chance <= 1)) throw new RangeError(`A chance lies between 0 and 1, not ${chance}.`);
  let low = 0;
  let high = 1;
  while (high - low > 1e-13 * Math.max(high, 1e-300)) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (betaCumulative(middle, a, b) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
