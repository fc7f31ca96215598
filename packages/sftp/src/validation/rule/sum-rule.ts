import type { SumRule } from "../../feed/row-rule.js";
import { compileNumberReader, isNumberColumn } from "../column/cell-value.js";
import { toUnits } from "../total/exact-sum.js";
import { addExact, compileScaledReader, type ScaledReader } from "./exact-number.js";
import type { RowQuestion, RuleParts } from "./row-question.js";

interface Part {
  readonly position: number;
  readonly read: ScaledReader;
}

/** Compiles the question whether columns add up to another one. */
export function compileSum(
  { sum, equals, tolerance = "0" }: SumRule,
  { feed, reader, find }: RuleParts,
): RowQuestion {
  const names = [equals, ...sum];
  const columns = names.map((name) => feed.columns[name]).filter((column) => isNumberColumn(column));
  const digits = tolerance.split(".")[1]?.length ?? 0;
  const scale = Math.max(digits, ...columns.map((column) => compileNumberReader(column).scale));
  const parts = columns.map(
    (column, at): Part => ({ position: find(names[at] ?? ""), read: compileScaledReader(column, scale) }),
  );
  const borne = toUnits(tolerance, scale) ?? 0n;
  return (record) => {
    let difference: number | bigint = 0;
    for (let at = 0; at < parts.length; at += 1) {
      const part = parts[at];
      if (part === undefined) continue;
      const value = part.read(reader.read(record, part.position));
      if (value === undefined) return true;
      // The first one is the whole, and the parts are taken off it.
      difference = at === 0 ? value : addExact(difference, -value);
    }
    return difference <= borne && -difference <= borne;
  };
}
