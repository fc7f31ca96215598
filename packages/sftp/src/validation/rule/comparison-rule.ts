import type { Feed } from "../../feed/feed.js";
import type { ComparisonRule, RowOperator } from "../../feed/row-rule.js";
import type { CellContent } from "../column/cell-check.js";
import { compileDayReader, compileNumberReader, isNumberColumn } from "../column/cell-value.js";
import { decodeCell } from "../record/cell-text.js";
import { compileScaledReader } from "./exact-number.js";
import type { RowQuestion, RuleParts } from "./row-question.js";

type Comparable = number | bigint | string;

const OPERATORS: Readonly<Record<RowOperator, (left: Comparable, right: Comparable) => boolean>> = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  // A number and a bigint of the same size are equal here, and never identical.
  "=": (left, right) => left <= right && left >= right,
  "!=": (left, right) => left < right || left > right,
  ">=": (left, right) => left >= right,
  ">": (left, right) => left > right,
};

/** Compiles a comparison of two columns: exact for numbers of whichever scale. */
export function compileComparison(
  { left, operator, right }: ComparisonRule,
  { feed, encoding, reader, find }: RuleParts,
): RowQuestion {
  const [leftAt, rightAt] = [find(left), find(right)];
  const scale = Math.max(scaleOf(feed, left), scaleOf(feed, right));
  const toText = (cell: CellContent) => decodeCell(cell, encoding);
  const readLeft = compileValue(feed, left, scale) ?? toText;
  const readRight = compileValue(feed, right, scale) ?? toText;
  const holds = OPERATORS[operator];
  return (record) => {
    const leftCell = reader.read(record, leftAt);
    const leftValue = leftCell.start === leftCell.end ? undefined : readLeft(leftCell);
    if (leftValue === undefined) return true;
    const rightCell = reader.read(record, rightAt);
    const rightValue = rightCell.start === rightCell.end ? undefined : readRight(rightCell);
    return rightValue === undefined || holds(leftValue, rightValue);
  };
}

/** The reading of numbers and days; `undefined` for what is compared as text. */
function compileValue(
  { columns }: Feed,
  name: string,
  scale: number,
): ((cell: CellContent) => Comparable | undefined) | undefined {
  const column = columns[name];
  if (column === undefined) return undefined;
  if (isNumberColumn(column)) return compileScaledReader(column, scale);
  if (column.type !== "date") return undefined;
  const readDay = compileDayReader(column);
  return (cell) => readDay(cell) || undefined;
}

function scaleOf({ columns }: Feed, name: string): number {
  const column = columns[name];
  return isNumberColumn(column) ? compileNumberReader(column).scale : 0;
}
