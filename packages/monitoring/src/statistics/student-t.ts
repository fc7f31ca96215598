import { incompleteBetaFraction } from "./incomplete-beta.js";
import { normalQuantile } from "./normal.js";

/**
 * The chance that a Student's t variable is above `t`, with full relative accuracy in the far tail.
 *
 * Relative error below 1e-10 down to 1e-300, for degrees of freedom from 0.3 to 100,000, which need not be whole.
 * Source: DLMF 8.17, and Abramowitz and Stegun 26.7.1: P(T > t) = I_x(ν/2, ½) / 2 with x = ν / (ν + t²).
 *
 * @throws RangeError unless the degrees of freedom are positive and finite.
 */
export function studentTUpperTail(t: number, degreesOfFreedom: number): number {
  mustBePositive(degreesOfFreedom);
  if (Number.isNaN(t)) return Number.NaN;
  if (t < 0) return 1 - studentTUpperTail(-t, degreesOfFreedom);
  if (t === 0) return 0.5;
  if (t === Infinity) return 0;
  const a = degreesOfFreedom / 2;
  const ratio = t / Math.sqrt(degreesOfFreedom);
  // x = 1 / (1 + ratio²) and its logarithm, without squaring a ratio that is too large for it.
  const logX = ratio < 1e100 ? -Math.log1p(ratio * ratio) : -2 * Math.log(ratio);
  const x = Math.exp(logX);
  const logRest = 2 * Math.log(ratio) + logX;
  // 1 / B(a, ½) = Γ(a + ½) / (Γ(a) Γ(½))
  const scale = Math.exp(a * logX + logRest / 2 + logGammaHalfStep(a)) / Math.sqrt(Math.PI);
  if (x < (a + 1) / (a + 2.5)) return (scale / a) * incompleteBetaFraction(x, a, 0.5) * 0.5;
  return 0.5 - scale * incompleteBetaFraction(Math.exp(logRest), 0.5, a);
}

/** The chance that a Student's t variable is at or below `t`. @throws RangeError as {@link studentTUpperTail}. */
export function studentTCumulative(t: number, degreesOfFreedom: number): number {
  return studentTUpperTail(-t, degreesOfFreedom);
}

/**
 * The value that a Student's t variable exceeds with the chance `upperTail`: the inverse of {@link studentTUpperTail}.
 *
 * Takes the tail instead of the cumulative chance, because 1 − 1e-20 is 1. Found by Newton's steps on the logarithms
 * of both from a close guess on, which a bracket keeps in bounds.
 *
 * @throws RangeError unless 0 < upperTail < 1 and the degrees of freedom are positive and finite.
 */
export function studentTQuantile(upperTail: number, degreesOfFreedom: number): number {
  mustBePositive(degreesOfFreedom);
  if (!(upperTail > 0 && upperTail < 1))
    throw new RangeError(`A chance lies between 0 and 1, not ${upperTail}.`);
  if (upperTail > 0.5) return -studentTQuantile(1 - upperTail, degreesOfFreedom);
  if (upperTail === 0.5) return 0;

  let low = 0;
  let high = Number.MAX_VALUE;
  let t = firstGuess(upperTail, degreesOfFreedom);
  for (let step = 0; step < 2_000 && high - low > low * Number.EPSILON; step += 1) {
    const tail = studentTUpperTail(t, degreesOfFreedom);
    if (tail === upperTail) return t;
    if (tail > upperTail) low = t;
    else high = t;
    const slope = (-t * studentTDensity(t, degreesOfFreedom)) / tail;
    const next = t * Math.exp((Math.log(upperTail) - Math.log(tail)) / slope);
    if (Math.abs(next - t) <= t * STEP_PRECISION) return next;
    t = next > low && next < high ? next : middle(low, high);
  }
  return t;
}

/** Newton's steps double the digits that are right, so a step this small ends at the last digit. */
const STEP_PRECISION = 1e-9;

/** Exact to some digits from three degrees of freedom on. Source: Wallace 1959, turned around. */
function firstGuess(upperTail: number, degreesOfFreedom: number): number {
  const shrunk = (normalQuantile(upperTail) * (8 * degreesOfFreedom + 3)) / (8 * degreesOfFreedom + 1);
  const guess = Math.sqrt(degreesOfFreedom * Math.expm1((shrunk * shrunk) / degreesOfFreedom));
  return Number.isFinite(guess) ? guess : 1e100;
}

function middle(low: number, high: number): number {
  return low === 0 || high / low < 4 ? low + (high - low) / 2 : Math.sqrt(low) * Math.sqrt(high);
}

function studentTDensity(t: number, degreesOfFreedom: number): number {
  const ratio = t / Math.sqrt(degreesOfFreedom);
  const log1pSquare = ratio < 1e100 ? Math.log1p(ratio * ratio) : 2 * Math.log(ratio);
  const logScale = logGammaHalfStep(degreesOfFreedom / 2) - Math.log(degreesOfFreedom * Math.PI) / 2;
  return Math.exp(logScale - ((degreesOfFreedom + 1) / 2) * log1pSquare);
}

/**
 * ln Γ(a + ½) − ln Γ(a), without the two large logarithms whose difference would lose its digits.
 *
 * Source: the difference of two Stirling series (DLMF 5.11.1), good to 1e-13 from a = 10 on; below, Γ(a + 1) = a Γ(a).
 */
function logGammaHalfStep(a: number): number {
  let large = a;
  let shifted = 0;
  for (; large < 10; large += 1) shifted += Math.log1p(0.5 / large);
  const inverse = 1 / large;
  const square = inverse * inverse;
  const series =
    -1 / 8 + square * (1 / 192 + square * (-1 / 640 + square * (17 / 14_336 - (square * 31) / 18_432)));
  return Math.log(large) / 2 + inverse * series - shifted;
}

function mustBePositive(degreesOfFreedom: number): void {
  if (degreesOfFreedom > 0 && degreesOfFreedom < Infinity) return;
  throw new RangeError(`Degrees of freedom are positive and finite, not ${degreesOfFreedom}.`);
}
