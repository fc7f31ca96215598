import type { Column } from "../feed/column.js";
import type { CellContent } from "../validation/column/cell-check.js";
import { compileColumn } from "../validation/column/compile-column.js";
import { getEncoding } from "../validation/encoding/encoding.js";

/** What a sample shows of one column. */
export interface ColumnSample {
  readonly name: string;
  /** One for each record; the empty ones, too. */
  readonly cells: readonly string[];
  /** The different values. */
  readonly values: readonly string[];
  readonly emptyCount: number;
}

export function createColumnSample(name: string, cells: readonly string[]): ColumnSample {
  const filled = cells.filter((cell) => !/^[ \t]*$/.test(cell));
  return { name, cells, values: [...new Set(filled)], emptyCount: cells.length - filled.length };
}

/** Whether a validation would find nothing wrong with any of the values. */
export function fits(column: Column, values: readonly string[]): boolean {
  const { check } = compileColumn(column, getEncoding("utf-8"));
  return check === undefined || values.every((value) => check(toContent(value)) === undefined);
}

function toContent(value: string): CellContent {
  const bytes = Buffer.from(value, "utf8");
  return { bytes, start: 0, end: bytes.length, high: bytes.length > value.length };
}
