import { toDateOrder } from "../../feed/date-format.js";
import { type DateRules, readPair, toDayNumber, toDayOfCalendar } from "../column/date-check.js";
import type { CellWalk } from "./cell-walk.js";

/** Walks over days of a fixed format; `undefined` when a cell of that format could hold the delimiter. */
export function compileDateWalk(rules: DateRules, delimiter: number): CellWalk | undefined {
  const order = toDateOrder(rules.format);
  const fixed = order?.fixed.map(({ at, character }) => ({ at, byte: character.charCodeAt(0) })) ?? [];
  if (order === undefined || fixed.some(({ byte }) => byte === delimiter)) return undefined;
  const { width, year, month, day } = order;
  const min = toDayNumber(rules.min) ?? 1;
  const max = toDayNumber(rules.max) ?? Number.POSITIVE_INFINITY;
  return (bytes, from, limit) => {
    if (from + width >= limit) return -1;
    for (let at = 0; at < fixed.length; at += 1) {
      const separator = fixed[at];
      if (separator !== undefined && bytes[from + separator.at] !== separator.byte) return -1;
    }
    const number = toDayOfCalendar(
      readPair(bytes, from + year) * 100 + readPair(bytes, from + year + 2),
      readPair(bytes, from + month),
      readPair(bytes, from + day),
    );
    return number < min || number > max ? -1 : from + width;
  };
}
