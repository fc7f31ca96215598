import type {
  Column,
  DecimalColumn,
  EnumerationColumn,
  IntegerColumn,
  MoneyColumn,
} from "../../feed/column.js";
import type { Encoding } from "../encoding/encoding.js";
import type { Clue } from "../finding/catalogue/clue.js";
import { ByteSet } from "./byte-set.js";
import type { CellCheck, NumberCheck } from "./cell-check.js";
import { createClosestValue } from "./closest-value.js";
import { compileDateCheck, toDateRules } from "./date-check.js";
import { withDateSerial } from "./date-serial.js";
import { compileDateTimeCheck } from "./date-time-check.js";
import { compileNumberCheck, type NumberRules } from "./number-check.js";
import { compilePlainNumber } from "./plain-number.js";
import { compileTextCheck } from "./text-check.js";

/** A column's declaration as functions over bytes. */
export interface CompiledColumn {
  readonly check: CellCheck | undefined;
  /** For columns of numbers: reads the cell that just passed. */
  readonly number: NumberCheck | undefined;
}

/** Compiles one column; done once a validation, so that no declaration is looked at per cell. */
export function compileColumn(column: Column, encoding: Encoding): CompiledColumn {
  switch (column.type) {
    case "text":
      return { check: compileTextCheck(column, encoding), number: undefined };
    case "integer":
    case "decimal":
    case "money":
      return toNumberColumn(compileNumberCheck(toNumberRules(column)));
    case "date":
      return { check: withDateSerial(compileDateCheck(toDateRules(column))), number: undefined };
    case "date-time":
      return { check: compileDateTimeCheck(column), number: undefined };
    case "boolean": {
      const { trueValues = ["true"], falseValues = ["false"] } = column;
      const values = [...trueValues, ...falseValues];
      const known = encodeValues(values, encoding);
      const complaint = { code: "boolean-invalid", detail: { values } } as const;
      return {
        check: ({ bytes, start, end }) => (known.has(bytes, start, end) ? undefined : complaint),
        number: undefined,
      };
    }
    case "enumeration":
      return { check: compileEnumeration(column, encoding), number: undefined };
  }
}

/** How the numbers of a column are written, and between which limits they lie. */
export function toNumberRules(column: IntegerColumn | DecimalColumn | MoneyColumn): NumberRules {
  if (column.type === "integer") {
    const [min, max] = [column.min?.toString(), column.max?.toString()];
    return { code: "integer-invalid", scale: 0, decimalMark: ".", min, max };
  }
  const { decimalMark = ".", min, max } = column;
  const scale = column.type === "decimal" ? column.scale : getMoneyScale(column);
  return { code: "decimal-invalid", scale, decimalMark, toPlain: compilePlainNumber(column), min, max };
}

/** The digits after the decimal mark that amounts of this column may have. */
export function getMoneyScale({ currency, scale }: MoneyColumn): number {
  if (scale !== undefined) return scale;
  if (typeof currency !== "string") return 2;
  return (
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** A set of texts to be asked with bytes of the feed's encoding. */
export function encodeValues(values: readonly string[], encoding: Encoding): ByteSet {
  return new ByteSet(values.map((value) => encoding.encode(value)).filter((bytes) => bytes !== undefined));
}

function compileEnumeration(column: EnumerationColumn, encoding: Encoding): CellCheck {
  const known = encodeValues(column.values, encoding);
  const findClosest = createClosestValue(column.values);
  const complaint = {
    code: "enum-unknown",
    severity: column.unknown,
    clue: (value: string) => suggest(findClosest(value)),
  } as const;
  return ({ bytes, start, end }) => (known.has(bytes, start, end) ? undefined : complaint);
}

/** Names what was most likely meant. */
export function suggest(closest: string | undefined): Clue | undefined {
  return closest === undefined ? undefined : { code: "closest-value", closest };
}

function toNumberColumn(number: NumberCheck): CompiledColumn {
  return { check: number.check, number };
}
