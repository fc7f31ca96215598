import type { CellCheck, CellContent } from "./cell-check.js";

/** An identifier longer than this is no number that a spreadsheet leaves as it is. */
const MOST_DIGITS = 15;

/**
 * Tells digits that would fit if zeros stood before them from whatever else does not fit: a spreadsheet took them for a
 * number. Costs nothing for texts that fit.
 */
export function withLostZeros(check: CellCheck): CellCheck {
  return (cell) => {
    const complaint = check(cell);
    if (complaint?.code !== "too-short" && complaint?.code !== "pattern-mismatch") return complaint;
    const original = findOriginal(cell, check);
    return original === undefined ? complaint : { code: "leading-zero-lost", detail: { original } };
  };
}

/** The digits with the fewest zeros before them that fit. */
function findOriginal({ bytes, start, end }: CellContent, check: CellCheck): string | undefined {
  const digits = end - start > MOST_DIGITS ? "" : bytes.toString("latin1", start, end);
  if (!/^[1-9]\d*$/.test(digits)) return undefined;
  for (let length = digits.length + 1; length <= MOST_DIGITS; length += 1) {
    const padded = Buffer.from(digits.padStart(length, "0"));
    if (check({ bytes: padded, start: 0, end: length, high: false }) === undefined)
      return padded.toString("latin1");
  }
  return undefined;
}
