/** Beyond it the continued fraction is short; before it the series keeps its digits. */
const SERIES_END = 2.5;
const ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);

/** The density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-(z * z) / 2) / ROOT_OF_TWO_PI;
}

/**
 * The chance that a standard normal variable is above `z`, with full relative accuracy in the far tail.
 *
 * Source: the series ½ − φ(z) Σ z^(2k+1) / (1·3·5…(2k+1)) near the middle (Abramowitz and Stegun 26.2.11), and the
 * continued fraction 26.2.14 beyond.
 */
export function normalUpperTail(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z < 0) return 1 - normalUpperTail(-z);
  return z < SERIES_END ? 0.5 - normalDensity(z) * series(z) : normalDensity(z) / fraction(z);
}

/** The logarithm of {@link normalUpperTail}, which goes on where the chance itself is too small for a number. */
export function logNormalUpperTail(z: number): number {
  if (z < SERIES_END) return Math.log(normalUpperTail(z));
  return -(z * z) / 2 - Math.log(ROOT_OF_TWO_PI * fraction(z));
}

function series(z: number): number {
  const square = z * z;
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > sum * (Number.EPSILON / 4); odd += 2) {
    term *= square / odd;
    sum += term;
  }
  return sum;
}

/** z + 1/(z + 2/(z + 3/(z + …))), from behind, with as many levels as this z needs. */
function fraction(z: number): number {
  const levels = Math.ceil(24 + 400 / (z * z));
  let value = z;
  for (let level = levels; level >= 1; level -= 1) value = z + level / value;
  return value;
}

type Coefficients = readonly number[];

const MIDDLE: readonly [Coefficients, Coefficients] = [
  [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
    1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
    687.1870074920579, 42.31333070160091, 1,
  ],
];
const NEAR: readonly [Coefficients, Coefficients] = [
  [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
];
const FAR: readonly [Coefficients, Coefficients] = [
  [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124,
    0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133,
    0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
  ],
];

/**
 * The value that a standard normal variable exceeds with the chance `upperTail`: the inverse of {@link normalUpperTail}.
 *
 * Takes the tail instead of the cumulative chance, because 1 − 1e-20 is 1. Relative error below 1e-14.
 * Source: algorithm AS 241, PPND16 (Wichura 1988).
 *
 * @throws RangeError unless 0 < upperTail < 1.
 */
export function normalQuantile(upperTail: number): number {
  if (!(upperTail > 0 && upperTail < 1))
    throw new RangeError(`A chance lies between 0 and 1, not ${upperTail}.`);
  const fromMiddle = 0.5 - upperTail;
  if (Math.abs(fromMiddle) <= 0.425) return fromMiddle * ratio(MIDDLE, 0.180625 - fromMiddle * fromMiddle);
  const root = Math.sqrt(-Math.log(Math.min(upperTail, 1 - upperTail)));
  const far = root <= 5 ? ratio(NEAR, root - 1.6) : ratio(FAR, root - 5);
  return fromMiddle < 0 ? -far : far;
}

function ratio([above, below]: readonly [Coefficients, Coefficients], x: number): number {
  return polynomial(above, x) / polynomial(below, x);
}

function polynomial(coefficients: Coefficients, x: number): number {
  return coefficients.reduce((value, coefficient) => value * x + coefficient, 0);
}
