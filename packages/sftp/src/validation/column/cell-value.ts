import type { Column, DateColumn, DecimalColumn, IntegerColumn, MoneyColumn } from "../../feed/column.js";
import { toDateOrder } from "../../feed/date-format.js";
import type { CellContent } from "./cell-check.js";
import { toNumberRules } from "./compile-column.js";
import { readPair, toDateRules, toDayOfCalendar } from "./date-check.js";
import { compileNumberCheck } from "./number-check.js";

/** A column whose cells are numbers. */
export type NumberColumn = IntegerColumn | DecimalColumn | MoneyColumn;

/** Reads the cells of a column as numbers in units of the last digit; `undefined` where there is none. */
interface NumberReader {
  readonly scale: number;
  readonly read: (cell: CellContent) => number | bigint | undefined;
}

/** Reads the cells of a column as days such as 20261031; 0 where there is none. */
export type DayReader = (cell: CellContent) => number;

export function isNumberColumn(column: Column | undefined): column is NumberColumn {
  return column?.type === "integer" || column?.type === "decimal" || column?.type === "money";
}

/** Compiles the reading of numbers as they are written, whatever limits the column sets them. */
export function compileNumberReader(column: NumberColumn): NumberReader {
  const { check, scale, units } = compileNumberCheck({
    ...toNumberRules(column),
    min: undefined,
    max: undefined,
  });
  return { scale, read: (cell) => (check(cell) === undefined ? units() : undefined) };
}

/** Compiles the reading of days as they are written, whatever limits the column sets them. */
export function compileDayReader(column: DateColumn): DayReader {
  const { format } = toDateRules(column);
  const order = toDateOrder(format);
  if (order === undefined) throw new RangeError(`"${format}" is no format of a date.`);
  const fixed = order.fixed.map(({ at, character }) => ({ at, byte: character.charCodeAt(0) }));
  return ({ bytes, start, end }) => {
    if (end - start !== order.width) return 0;
    for (let at = 0; at < fixed.length; at += 1) {
      const separator = fixed[at];
      if (separator !== undefined && bytes[start + separator.at] !== separator.byte) return 0;
    }
    return toDayOfCalendar(
      readPair(bytes, start + order.year) * 100 + readPair(bytes, start + order.year + 2),
      readPair(bytes, start + order.month),
      readPair(bytes, start + order.day),
    );
  };
}

/** A day such as 20261031 as `2026-10-31`. */
export function toDayText(day: number): string {
  const digits = String(day).padStart(8, "0");
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}
