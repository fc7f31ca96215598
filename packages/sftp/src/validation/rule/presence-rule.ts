import type { ExactlyOneRule, WhenRule } from "../../feed/row-rule.js";
import { encodeValues } from "../column/compile-column.js";
import { isBlank } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";
import type { RowQuestion, RuleParts } from "./row-question.js";

/** Compiles what a record needs, lacks or holds when one of its columns has certain values. */
export function compileWhen(
  { when, needs = [], forbids = [], fixes = {} }: WhenRule,
  parts: RuleParts,
): RowQuestion {
  const { reader, encoding, find } = parts;
  const hasValue = compilePresence(parts);
  const position = find(when.column);
  const values = encodeValues(when.in, encoding);
  const needed = needs.map(find);
  const forbidden = forbids.map(find);
  const fixed = Object.entries(fixes).map(([name, allowed = []]) => ({
    position: find(name),
    values: encodeValues(allowed, encoding),
  }));
  return (record) => {
    const cell = reader.read(record, position);
    if (!values.has(cell.bytes, cell.start, cell.end)) return true;
    if (!needed.every((at) => hasValue(record, at))) return false;
    if (forbidden.some((at) => hasValue(record, at))) return false;
    return fixed.every(({ position: at, values: allowed }) => {
      if (!hasValue(record, at)) return true;
      const { bytes, start, end } = reader.read(record, at);
      return allowed.has(bytes, start, end);
    });
  };
}

/** Compiles the question whether exactly one of some columns has a value. */
export function compileExactlyOne({ exactlyOneOf }: ExactlyOneRule, parts: RuleParts): RowQuestion {
  const hasValue = compilePresence(parts);
  const positions = exactlyOneOf.map(parts.find);
  return (record) => {
    let count = 0;
    for (let at = 0; at < positions.length; at += 1) if (hasValue(record, positions[at] ?? 0)) count += 1;
    return count === 1;
  };
}

/** A cell of white space only has no value, as for columns that need one. */
function compilePresence({ reader }: RuleParts): (record: RecordView, position: number) => boolean {
  return (record, position) => {
    const cell = reader.read(record, position);
    return cell.start < cell.end && !isBlank(cell);
  };
}
