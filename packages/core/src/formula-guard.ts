/** Characters with which a spreadsheet begins to calculate instead of showing the text (CWE-1236). */
const FORMULA_START = /^[=+\-@\t\r]/;

/** A number, with a point or a comma, which may begin with a sign without being a formula. */
const NUMBER = /^[+-]?(\d+([.,]\d+)*\.?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Keeps a spreadsheet from running a text as a formula: such a text gets an apostrophe before it. Numbers stay as they
 * are.
 *
 * @example
 * guardFormula("=1+1"); // "'=1+1"
 * guardFormula("-10.50"); // "-10.50"
 */
export function guardFormula(text: string): string {
  return FORMULA_START.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
