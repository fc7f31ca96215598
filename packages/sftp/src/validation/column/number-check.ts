import type { Clue } from "../finding/catalogue/clue.js";
import type { Complaint } from "../finding/complaint.js";
import type { FindingCode } from "../finding/finding-codes.js";
import { toUnits } from "../total/exact-sum.js";
import type { CellContent, NumberCheck } from "./cell-check.js";
import { explainStyle } from "./number-defect.js";
import { compilePlainCell, type ToPlainNumber } from "./plain-number.js";

/** How the numbers of a column are written, and between which limits they lie. */
export interface NumberRules {
  readonly code: Extract<FindingCode, "integer-invalid" | "decimal-invalid">;
  readonly scale: number;
  readonly decimalMark: "." | ",";
  /** For numbers that are dressed up. */
  readonly toPlain?: ToPlainNumber | undefined;
  /** Decimal text with a point. */
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** Up to so many digits a float holds every integer. */
export const SAFE_DIGITS = 15;
const MOST_DIGITS = 38;

export const POWERS_OF_TEN = Array.from({ length: MOST_DIGITS }, (_, exponent) => 10 ** exponent);

const MINUS = 0x2d;
const ZERO = 0x30;

/** Compiles a check that reads a number off the bytes, exactly. */
export function compileNumberCheck(rules: NumberRules): NumberCheck {
  const { code, scale } = rules;
  const mark = rules.decimalMark.charCodeAt(0);
  const { min, max } = toLimits(rules);
  const invalid: Complaint = {
    code,
    detail: { scale, decimalMark: rules.decimalMark },
    clue: explainNumber,
  };
  const below: Complaint = { code: "below-minimum", detail: { minimum: rules.min ?? "" } };
  const above: Complaint = { code: "above-maximum", detail: { maximum: rules.max ?? "" } };
  const toPlainCell = rules.toPlain === undefined ? undefined : compilePlainCell(rules.toPlain);
  let units: number | bigint = 0;
  return {
    scale,
    units: () => units,
    check: (cell) => {
      const plain = toPlainCell === undefined ? cell : toPlainCell(cell);
      const read = plain === undefined ? undefined : readUnits(plain, mark, scale);
      if (read === undefined) return explainStyle(cell, rules) ?? invalid;
      units = read;
      if (min !== undefined && read < min) return below;
      return max !== undefined && read > max ? above : undefined;
    },
  };
}

/** The number of a cell in units of the last digit of `scale`; `undefined` when it is none. */
function readUnits(
  { bytes, start, end }: CellContent,
  mark: number,
  scale: number,
): number | bigint | undefined {
  const first = bytes[start] === MINUS ? start + 1 : start;
  let units = 0;
  let digits = 0;
  let fraction = -1;
  for (let at = first; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      units = units * 10 + digit;
      digits += 1;
      if (fraction >= 0) fraction += 1;
    } else if (byte === mark && fraction < 0 && digits > 0 && scale > 0) fraction = 0;
    else return undefined;
  }
  if (digits === 0 || fraction === 0 || fraction > scale) return undefined;
  const missing = scale - Math.max(fraction, 0);
  if (digits + missing > SAFE_DIGITS)
    return readLargeUnits(bytes.toString("latin1", start, end), digits, missing);
  const scaled = units * (POWERS_OF_TEN[missing] ?? 1);
  return first === start ? scaled : -scaled;
}

function readLargeUnits(text: string, digits: number, missing: number): bigint | undefined {
  if (digits > MOST_DIGITS) return undefined;
  const units = BigInt(text.replace(/\D/g, "")) * 10n ** BigInt(missing);
  return text.startsWith("-") ? -units : units;
}

/** The limits of a column in units of its scale. */
export function toLimits({ min, max, scale }: NumberRules): {
  readonly min: number | bigint | undefined;
  readonly max: number | bigint | undefined;
} {
  return {
    min: min === undefined ? undefined : toLimit(min, scale, "up"),
    max: max === undefined ? undefined : toLimit(max, scale, "down"),
  };
}

/** A limit in units of the scale; one with more digits is moved to the nearest number that the column can hold. */
function toLimit(text: string, scale: number, round: "up" | "down"): number | bigint {
  const limit = toUnits(text, scale) ?? roundToScale(text, scale, round);
  return Number.isSafeInteger(Number(limit)) ? Number(limit) : limit;
}

function roundToScale(text: string, scale: number, round: "up" | "down"): bigint {
  const fine = toUnits(text, 18) ?? 0n;
  const unit = 10n ** BigInt(18 - scale);
  const floor = (fine - (((fine % unit) + unit) % unit)) / unit;
  return round === "up" ? floor + 1n : floor;
}

function explainNumber(value: string): Clue | undefined {
  if (/^\s|\s$/.test(value)) return { code: "number-white-space" };
  if (/^-?\d+(\.\d+)?[eE][+-]?\d+$/.test(value)) return { code: "number-scientific" };
  if (/^-?\d{1,3}([.,' \u00a0]\d{3})+([.,]\d+)?$/.test(value)) return { code: "number-thousands" };
  if (/^-?\d+[.,]\d+$/.test(value)) return { code: "number-decimal-mark" };
  if (/[$€£]|[A-Z]{3}/.test(value)) return { code: "number-currency" };
  return undefined;
}
