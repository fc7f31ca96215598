/** A string, or a number as it is written. */
const SCALARS = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Every integer that is too long for a number has at least so many digits. */
const LONG = /\d{16}/;

/**
 * Reads JSON as `JSON.parse` does, but for integers that a number cannot hold: they stay the text of their digits.
 *
 * For vendors whose ids may come without quotes. Numbers with a fraction or an exponent are read as always.
 *
 * @throws SyntaxError when the text is no JSON
 */
export function parseLongIntegers(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!LONG.test(text)) return value;
  return JSON.parse(text.replace(SCALARS, (scalar) => (isTooLong(scalar) ? `"${scalar}"` : scalar)));
}

function isTooLong(scalar: string): boolean {
  return /^-?\d+$/.test(scalar) && !Number.isSafeInteger(Number(scalar));
}
