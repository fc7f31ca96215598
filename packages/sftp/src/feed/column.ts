import type { NumberStyle } from "./number-style.js";

/** What every column may say, whatever its type. An empty cell is a missing value and is checked for nothing else. */
export interface ColumnRules {
  /** Every record needs a value. A cell of white space only is no value. @defaultValue `false` */
  readonly required?: boolean | undefined;
  /** A value is needed in the records in which another column holds one of these values. */
  readonly requiredWhen?: ColumnCondition | undefined;
  /** How bad a missing required value is: an error rejects the record. @defaultValue `"error"` */
  readonly missing?: FindingWeight | undefined;
  /** Findings never show a value of this column. Rejected rows are written out with it all the same. @defaultValue `false` */
  readonly sensitive?: boolean | undefined;
  /** Other names under which a header may have the column, for example an old one. */
  readonly aliases?: readonly string[] | undefined;
}

/** Holds in the records in which `column` has exactly one of the values `in`. */
export interface ColumnCondition {
  readonly column: string;
  readonly in: readonly string[];
}

/** An error rejects the record; a warning is only told. */
export type FindingWeight = "error" | "warning";

/** Free text. The usual accidents (white space around, mojibake, smart quotes, formulas) are told as warnings. */
export interface TextColumn extends ColumnRules {
  readonly type: "text";
  /** In characters (code points). */
  readonly minLength?: number | undefined;
  /** In characters (code points). */
  readonly maxLength?: number | undefined;
  /** The source of a regular expression that must match the whole cell; read with the `u` flag. */
  readonly pattern?: string | undefined;
}

/** A whole number: digits, with a leading `-` or none, at most 38 of them. */
export interface IntegerColumn extends ColumnRules {
  readonly type: "integer";
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** A decimal number, exact: it is never turned into a float. */
export interface DecimalColumn extends ColumnRules, NumberStyle {
  readonly type: "decimal";
  /** Digits allowed after the decimal mark, 0 to 18. */
  readonly scale: number;
  /** Decimal text with a point, such as `"0.01"`. */
  readonly min?: string | undefined;
  /** Decimal text with a point. */
  readonly max?: string | undefined;
}

/** An amount of money in one currency, or in the one that another column of the same record names (ISO 4217). */
export interface MoneyColumn extends ColumnRules, NumberStyle {
  readonly type: "money";
  readonly currency: string | { readonly column: string };
  /** Digits allowed after the decimal mark. @defaultValue those of the currency, or 2 when a column names it */
  readonly scale?: number | undefined;
  /** Decimal text with a point, such as `"0"`. */
  readonly min?: string | undefined;
  /** Decimal text with a point. */
  readonly max?: string | undefined;
}

/** A day of the calendar. 30 February is none. */
export interface DateColumn extends ColumnRules {
  readonly type: "date";
  /** `yyyy`, `MM` and `dd`, once each, around fixed characters: `dd.MM.yyyy`. @defaultValue `"yyyy-MM-dd"` */
  readonly format?: string | undefined;
  /** The earliest day allowed, as `yyyy-MM-dd` whatever the format. */
  readonly min?: string | undefined;
  /** The latest day allowed, as `yyyy-MM-dd` whatever the format. */
  readonly max?: string | undefined;
}

/** A moment: a day with a time of day. */
export interface DateTimeColumn extends ColumnRules {
  readonly type: "date-time";
  /**
   * `yyyy`, `MM`, `dd`, `HH`, `mm` once each, `ss` or none, and behind it a fraction of one to nine `S` or none, around
   * fixed characters. @defaultValue `"yyyy-MM-ddTHH:mm:ss"`
   */
  readonly format?: string | undefined;
  /**
   * What the time is held against. `offset`: each value ends with `Z` or an offset such as `+02:00`. `local`: no zone
   * is known. Else an IANA zone such as `Europe/Zurich`: a time that its clocks skip is refused. @defaultValue `"local"`
   */
  readonly zone?: "offset" | "local" | (string & {}) | undefined;
  /** The earliest moment allowed, as `yyyy-MM-ddTHH:mm:ss` whatever the format; for `offset` with a `Z` at its end. */
  readonly min?: string | undefined;
  /** The latest moment allowed, written like `min`. */
  readonly max?: string | undefined;
}

/** One of two spellings, exactly. */
export interface BooleanColumn extends ColumnRules {
  readonly type: "boolean";
  /** @defaultValue `["true"]` */
  readonly trueValues?: readonly string[] | undefined;
  /** @defaultValue `["false"]` */
  readonly falseValues?: readonly string[] | undefined;
}

/** One of a few known values, exactly. */
export interface EnumerationColumn extends ColumnRules {
  readonly type: "enumeration";
  readonly values: readonly string[];
  /** How bad a value outside the list is. @defaultValue `"error"` */
  readonly unknown?: FindingWeight | undefined;
}

/** What a feed says about one of its columns. */
export type Column =
  | TextColumn
  | IntegerColumn
  | DecimalColumn
  | MoneyColumn
  | DateColumn
  | DateTimeColumn
  | BooleanColumn
  | EnumerationColumn;
