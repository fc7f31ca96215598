import type { NumberRules } from "../column/number-check.js";
import { POWERS_OF_TEN, SAFE_DIGITS, toLimits } from "../column/number-check.js";
import type { CellWalk, WalkedCell } from "./cell-walk.js";

const MINUS = 0x2d;
const ZERO = 0x30;

/** Walks over numbers that a float holds exactly. */
export function compileNumberWalk(rules: NumberRules, delimiter: number, walked: WalkedCell): CellWalk {
  const { scale } = rules;
  const mark = scale > 0 ? rules.decimalMark.charCodeAt(0) : -1;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = toLimits(rules);
  return (bytes, from, limit, quoted) => {
    const first = bytes[from] === MINUS ? from + 1 : from;
    let units = 0;
    let point = -1;
    let at = first;
    for (; at < limit; at += 1) {
      const byte = bytes[at] ?? 0;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) units = units * 10 + digit;
      else if (byte === mark && point < 0 && (quoted || mark !== delimiter)) point = at;
      else break;
    }
    const digits = at - first - (point < 0 ? 0 : 1);
    const fraction = point < 0 ? 0 : at - point - 1;
    if (digits === 0 || point === first || (point >= 0 && fraction === 0)) return -1;
    if (fraction > scale || digits + scale - fraction > SAFE_DIGITS) return -1;
    const scaled = units * (POWERS_OF_TEN[scale - fraction] ?? 1);
    walked.units = first === from ? scaled : -scaled;
    return walked.units < min || walked.units > max ? -1 : at;
  };
}
