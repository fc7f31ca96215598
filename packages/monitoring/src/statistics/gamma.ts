/** From here on the asymptotic series are exact to the last digits. */
const LARGE = 12;

/** ln Γ(x) for x > 0. Source: Stirling's series (DLMF 5.11.1), after Γ(x + 1) = x Γ(x). */
export function logGamma(x: number): number {
  let large = x;
  let shift = 1;
  let shifted = 0;
  for (; large < LARGE; large += 1) shift *= large;
  shifted = Math.log(shift);
  const inverse = 1 / large;
  const square = inverse * inverse;
  const series =
    1 / 12 -
    square *
      (1 / 360 -
        square * (1 / 1_260 - square * (1 / 1_680 - square * (1 / 1_188 - (square * 691) / 360_360))));
  return (large - 0.5) * Math.log(large) - large + Math.log(2 * Math.PI) / 2 + series * inverse - shifted;
}

/** ψ(x), the derivative of ln Γ, for x > 0. Source: DLMF 5.11.2. */
export function digamma(x: number): number {
  let large = x;
  let shifted = 0;
  for (; large < LARGE; large += 1) shifted -= 1 / large;
  const square = 1 / (large * large);
  const series =
    square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))));
  return shifted + Math.log(large) - 0.5 / large - series;
}

/** ψ′(x), the derivative of ψ, for x > 0. Source: DLMF 5.15.8. */
export function trigamma(x: number): number {
  let large = x;
  let shifted = 0;
  for (; large < LARGE; large += 1) shifted += 1 / (large * large);
  const inverse = 1 / large;
  const square = inverse * inverse;
  const series = 1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - (square * 5) / 66)));
  return shifted + inverse + square / 2 + inverse * square * series;
}

/**
 * The x at which ψ′(x) is `value`, for value > 0. Newton's steps on 1/ψ′, which is nearly a line, from below.
 *
 * Source: the appendix of Smyth 2004.
 *
 * @throws RangeError unless the value is positive.
 */
export function trigammaInverse(value: number): number {
  if (!(value > 0)) throw new RangeError(`The trigamma function is positive, not ${value}.`);
  if (value > 1e7) return 1 / Math.sqrt(value);
  if (value < 1e-7) return 1 / value;
  let x = 0.5 + 1 / value;
  for (let step = 0; step < 50; step += 1) {
    const current = trigamma(x);
    const change = (current * (1 - current / value)) / tetragamma(x);
    x += change;
    if (Math.abs(change) < x * 1e-14) break;
  }
  return x;
}

/** ψ″(x), for x > 0, which is negative. Source: DLMF 5.15.9. */
function tetragamma(x: number): number {
  let large = x;
  let shifted = 0;
  for (; large < LARGE; large += 1) shifted -= 2 / (large * large * large);
  const inverse = 1 / large;
  const square = inverse * inverse;
  const series = 1 / 2 - square * (1 / 6 - square * (1 / 6 - square * (3 / 10 - (square * 5) / 6)));
  return shifted - square - inverse * square - square * square * series;
}
