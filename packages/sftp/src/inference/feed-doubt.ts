/** Something that a sample cannot tell for certain. Plain JSON. */
export interface FeedDoubt {
  readonly code: DoubtCode;
  /** The column that it is about; `null` when it is about the file, or about several columns. */
  readonly column: string | null;
  /** What is doubted and why, in one sentence for whoever finishes the draft. */
  readonly message: string;
  /** What else it could be: formats, encodings, delimiters, columns. */
  readonly alternatives: readonly string[];
}

/** Every kind of doubt. */
export type DoubtCode =
  | "boolean-or-enumeration"
  | "column-empty"
  | "date-or-number"
  | "date-order"
  | "decimal-mark"
  | "delimiter-ambiguous"
  | "delimiter-unseen"
  | "encoding-guessed"
  | "encoding-unseen"
  | "enumeration-seen"
  | "few-records"
  | "file-name-guessed"
  | "header-unsure"
  | "header-unusable"
  | "identifier-or-number"
  | "key-guessed"
  | "key-unseen"
  | "line-ending"
  | "may-be-money"
  | "preamble-guessed"
  | "quote-unseen"
  | "required-seen"
  | "sample-findings"
  | "sample-part"
  | "sample-refused"
  | "scale-seen"
  | "trailer-guessed"
  | "zone-unseen";

/** Makes a doubt about a column, or about the file. */
export function doubt(
  code: DoubtCode,
  message: string,
  { column = null, alternatives = [] }: Partial<Pick<FeedDoubt, "column" | "alternatives">> = {},
): FeedDoubt {
  return { code, column, message, alternatives };
}
