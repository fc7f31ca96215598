import type { NumberStyle } from "../../feed/number-style.js";
import type { CellContent } from "./cell-check.js";

/** Finds the plain number in a styled one: digits, the decimal mark, a minus in front; `undefined` when it is none. */
export type ToPlainNumber = (styled: string) => string | undefined;

/**
 * The separators as they look when bytes are read as Latin-1, in a single-byte encoding or in UTF-8: what the file's
 * encoding allows is checked elsewhere, and no other bytes could be meant.
 */
const SEPARATORS: Readonly<Record<NonNullable<NumberStyle["thousands"]>, string>> = {
  ".": "\\.",
  ",": ",",
  " ": " ",
  "'": "'",
  "\u00a0": "(?:\u00c2?\u00a0)",
  "\u202f": "\u00e2\u0080\u00af",
};

const SPACE_BEFORE_PERCENT = `(?: |${SEPARATORS["\u00a0"]}|${SEPARATORS["\u202f"]})?`;

/** Compiles the reading of a style from text whose bytes are read as Latin-1; `undefined` for plain numbers. */
export function compilePlainNumber(style: NumberStyle): ToPlainNumber | undefined {
  const { decimalMark = ".", thousands, negative = "leading-minus", percentSign = false } = style;
  if (thousands === undefined && negative === "leading-minus" && !percentSign) return undefined;
  const separator = thousands === undefined ? undefined : SEPARATORS[thousands];
  const whole = separator === undefined ? "\\d+" : `(?:\\d{1,3}(?:${separator}\\d{3})+|\\d+)`;
  const number = `(${whole})((?:\\${decimalMark}\\d+)?)`;
  const end = percentSign ? `${SPACE_BEFORE_PERCENT}%` : "";
  const patterns = {
    "leading-minus": [`${number}${end}`, `-${number}${end}`],
    "trailing-minus": [`${number}${end}`, `${number}-${end}`],
    parentheses: [`${number}${end}`, `\\(${number}${end}\\)`],
  } as const;
  const [positive, below] = patterns[negative].map((source) => new RegExp(`^${source}$`));
  return (styled) => {
    const match = positive?.exec(styled);
    const found = match ?? below?.exec(styled);
    if (found == null) return undefined;
    const [, digits = "", fraction = ""] = found;
    return `${match == null ? "-" : ""}${digits.replace(/\D/g, "")}${fraction}`;
  };
}

/** Makes a cell that holds the plain number of another; the same object each time. */
export function compilePlainCell(toPlain: ToPlainNumber): (cell: CellContent) => CellContent | undefined {
  const plain: CellContent = { bytes: Buffer.alloc(64), start: 0, end: 0, high: false };
  return ({ bytes, start, end }) => {
    // No number that is read has so many digits.
    if (end - start > plain.bytes.length) return undefined;
    const text = toPlain(bytes.toString("latin1", start, end));
    if (text === undefined) return undefined;
    plain.end = plain.bytes.write(text, "latin1");
    return plain;
  };
}
