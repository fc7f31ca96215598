/** Terms of the continued fraction. It needs about the square root of the larger parameter. */
const MOST_TERMS = 100_000;

const SMALLEST = 1e-300;

/**
 * The continued fraction of the incomplete beta function, I_x(a, b) = x^a (1 − x)^b / (a B(a, b)) × fraction.
 *
 * Converges fast for x < (a + 1) / (a + b + 2); on the other side use I_x(a, b) = 1 − I_{1−x}(b, a).
 *
 * Source: DLMF 8.17.22, evaluated with the modified method of Lentz (Thompson and Barnett 1986).
 */
export function incompleteBetaFraction(x: number, a: number, b: number): number {
  let ratio = awayFromZero(1 - ((a + b) * x) / (a + 1));
  let inverse = 1 / ratio;
  let numerator = 1;
  let fraction = inverse;
  for (let m = 1; m <= MOST_TERMS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    ratio = awayFromZero(1 + even * inverse);
    numerator = awayFromZero(1 + even / numerator);
    inverse = 1 / ratio;
    fraction *= inverse * numerator;

    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    ratio = awayFromZero(1 + odd * inverse);
    numerator = awayFromZero(1 + odd / numerator);
    inverse = 1 / ratio;
    const change = inverse * numerator;
    fraction *= change;
    if (Math.abs(change - 1) < Number.EPSILON) break;
  }
  return fraction;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < SMALLEST ? SMALLEST : value;
}
