import type { CellContent } from "./cell-check.js";

/** The codes of ISO 4217 by their three letters read as one number. */
const CURRENCIES = new Map(
  Intl.supportedValuesOf("currency").map((code) => {
    const letters = Buffer.from(code, "latin1");
    return [letters.readUIntBE(0, 3), code];
  }),
);

/** The currency that a cell names, without making a text of it; `undefined` when ISO 4217 has none of that name. */
export function readCurrency({ bytes, start, end }: CellContent): string | undefined {
  if (end - start !== 3) return undefined;
  const [first = 0, second = 0, third = 0] = [bytes[start], bytes[start + 1], bytes[start + 2]];
  return CURRENCIES.get((first << 16) | (second << 8) | third);
}
