/** How records and cells are told apart, read strictly: delimited by RFC 4180, or at fixed places of a line. */
export type FeedDialect<Name extends string = string> = DelimitedDialect | FixedWidthDialect<Name>;

interface LineRules {
  /** `any` takes both, and warns of a mixture. @defaultValue `"any"` */
  readonly lineEnding?: "lf" | "crlf" | "any" | undefined;
  /** `required` refuses a file that does not end with a line ending: it may be cut. @defaultValue `"expected"` */
  readonly finalNewline?: "required" | "expected" | undefined;
  /** A longer record refuses the file; in UTF-16 it counts as it would be in UTF-8. @defaultValue 1,048,576 */
  readonly maxRecordBytes?: number | undefined;
}

/** Cells with a delimiter between them (RFC 4180). */
export interface DelimitedDialect extends LineRules {
  /** One ASCII character. @defaultValue `","` */
  readonly delimiter?: string | undefined;
  /** One ASCII character, doubled inside a quoted cell; `none` when the feed knows no quotes. @defaultValue `"\""` */
  readonly quote?: string | undefined;
  /**
   * An ASCII character such as `\`, which inside quotes may stand before a quote or itself, besides doubling. Before
   * anything else it is an error; outside quotes it is a character like any other. @defaultValue none
   */
  readonly escape?: string | undefined;
  /** A quoted cell that makes a record longer than this counts as never closed. @defaultValue 200 */
  readonly maxRecordLines?: number | undefined;
  readonly fixedWidth?: undefined;
}

/** One record a line, each cell at its place. */
export interface FixedWidthDialect<Name extends string = string> extends LineRules {
  readonly fixedWidth: FixedWidthLayout<Name>;
}

/** Where the cells of a line stand. */
export interface FixedWidthLayout<Name extends string = string> {
  /** Every column of the feed, which stand in the line in the order in which the feed declares them. */
  readonly columns: Readonly<Record<Name, FixedWidthCell>>;
  /**
   * `exact`: a line is as wide as its columns together. `trimmed`: padding at its end may be gone; then a value of the
   * last columns that was cut cannot be told. `padded`: spaces may follow. @defaultValue `"exact"`
   */
  readonly lineWidth?: "exact" | "trimmed" | "padded" | undefined;
  /** The widths of the trailer's cells, spaces around them left out. @defaultValue those of the columns */
  readonly trailer?: readonly number[] | undefined;
}

/** The place of one column in a line of fixed width. */
export interface FixedWidthCell {
  /** In characters of the encoding (code points). */
  readonly width: number;
  /** On which side the value stands; the padding is taken off on the other one only. @defaultValue `"left"` */
  readonly align?: "left" | "right" | undefined;
  /** One ASCII character, no letter and no digit: numbers may have zeros in front as they are. @defaultValue a space */
  readonly padding?: string | undefined;
}
