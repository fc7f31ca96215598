/** One row of the table: how bad it is, what it is held against, and what people are told. */
interface FindingKind {
  readonly severity: Severity;
  /** An error about the file refuses the delivery; one about a row rejects the row. */
  readonly scope: "file" | "row";
  /** `{column}` and `{detail}` are filled in. */
  readonly message: string;
  /** What to do about it, unless the finding knows better. */
  readonly hint: string;
}

export type Severity = "error" | "warning" | "info";

/** Accidents that are not against the format, hence for each feed to weigh. */
export const ADVISORY_CODES = [
  "bom-unexpected",
  "control-char",
  "excel-scientific",
  "final-newline-missing",
  "formula-cell",
  "invisible-char",
  "mixed-line-endings",
  "mojibake",
  "name-pattern",
  "nbsp",
  "replacement-char",
  "smart-quote",
  "white-space",
] as const;

export type AdvisoryCode = (typeof ADVISORY_CODES)[number];

const FILE_ERROR = { severity: "error", scope: "file" } as const;
const ROW_ERROR = { severity: "error", scope: "row" } as const;
const FILE_WARNING = { severity: "warning", scope: "file" } as const;
const ROW_WARNING = { severity: "warning", scope: "row" } as const;

/** Everything that a validation can find, and the only place that says what it means. */
const FINDING_KINDS = {
  "empty-file": {
    ...FILE_ERROR,
    message: "The file holds no byte.",
    hint: "Ask the sender for the file again; the export may have failed.",
  },
  "too-few-records": {
    ...FILE_ERROR,
    message: "The file holds {detail}.",
    hint: "Ask the sender whether the export was complete.",
  },
  "encoding-invalid": {
    ...FILE_ERROR,
    message: "The bytes are not {detail}.",
    hint: "Have the sender export the file in the encoding of the feed, or declare the one it has.",
  },
  "utf16-file": {
    ...FILE_ERROR,
    message: "The file is UTF-16, which no feed is.",
    hint: 'Have the sender save it as UTF-8; Excel\'s "Unicode text" is UTF-16.',
  },
  "header-missing-column": {
    ...FILE_ERROR,
    message: "The header lacks column {column}.",
    hint: "Compare the header with the feed; nothing is loaded by position.",
  },
  "header-extra-column": {
    ...FILE_ERROR,
    message: "The header has a column that the feed does not know: {detail}.",
    hint: "Declare the column, or have the sender leave it out.",
  },
  "header-duplicate-column": {
    ...FILE_ERROR,
    message: "The header names a column twice: {detail}.",
    hint: "Have the sender correct the header.",
  },
  "header-order": {
    ...FILE_ERROR,
    message: "The header has {detail} where {column} belongs.",
    hint: "Have the sender keep the order, or declare that the header may come in any order.",
  },
  "unclosed-quote": {
    ...FILE_ERROR,
    message: "A quote opens here and never closes.",
    hint: "Look at this very line: a quote in the text must be doubled, and a cell that begins with one must end with one.",
  },
  "record-too-long": {
    ...FILE_ERROR,
    message: "The record is longer than {detail} bytes.",
    hint: "Look for a lost line ending, or raise dialect.maxRecordBytes.",
  },
  "line-ending-unexpected": {
    ...FILE_ERROR,
    message: "The line ends with {detail}.",
    hint: "The feed declares one line ending; the file may have been converted on its way.",
  },
  "trailer-missing": {
    ...FILE_ERROR,
    message: "The file does not end with the trailer {detail}.",
    hint: "The file is most likely cut; ask for it again.",
  },
  "trailer-misplaced": {
    ...FILE_ERROR,
    message: "A record follows the trailer.",
    hint: "Two files may have been glued together.",
  },
  "trailer-count": {
    ...FILE_ERROR,
    message: "The trailer announces {detail}.",
    hint: "Records were lost or doubled between the sender's count and here.",
  },
  "trailer-sum": {
    ...FILE_ERROR,
    message: "The trailer's sum of {column} is {detail}.",
    hint: "Amounts were lost, doubled or changed between the sender's sum and here.",
  },
  "stray-quote": {
    ...ROW_ERROR,
    message: "A quote stands inside the cell {column}, which did not begin with one.",
    hint: "A cell that holds a quote is quoted as a whole, and the quote inside is doubled.",
  },
  "text-after-quote": {
    ...ROW_ERROR,
    message: "Text follows the closing quote of the cell {column}.",
    hint: "A quote inside a quoted cell must be doubled.",
  },
  "stray-carriage-return": {
    ...ROW_ERROR,
    message: "The cell {column} holds a carriage return without a line feed.",
    hint: "A cell with line breaks must be quoted.",
  },
  "nul-byte": {
    ...ROW_ERROR,
    message: "The cell {column} holds a NUL byte.",
    hint: "The file may be binary, UTF-16, or written by a program that failed.",
  },
  "blank-row": {
    ...ROW_ERROR,
    message: "The line is blank.",
    hint: "Have the sender leave blank lines out.",
  },
  "missing-cell": {
    ...ROW_ERROR,
    message: "The record has {detail}.",
    hint: "Look for a line break inside a cell that is not quoted, or a lost delimiter.",
  },
  "extra-cell": {
    ...ROW_ERROR,
    message: "The record has {detail}.",
    hint: "Look for a delimiter inside a cell that is not quoted.",
  },
  "required-missing": {
    ...ROW_ERROR,
    message: "{column} is empty{detail}.",
    hint: "Have the sender fill it in.",
  },
  "integer-invalid": {
    ...ROW_ERROR,
    message: "{column} is not a whole number.",
    hint: "Digits only, with a leading minus at most.",
  },
  "decimal-invalid": {
    ...ROW_ERROR,
    message: "{column} is not a number with {detail}.",
    hint: "No separators of thousands, no currency sign, no exponent.",
  },
  "date-invalid": {
    ...ROW_ERROR,
    message: "{column} is not a day written as {detail}.",
    hint: "Check the day exists and the order of day and month.",
  },
  "boolean-invalid": {
    ...ROW_ERROR,
    message: "{column} is not one of {detail}.",
    hint: "Spelling and case count.",
  },
  "enum-unknown": {
    ...ROW_ERROR,
    message: "{column} holds a value that the feed does not list.",
    hint: "Correct the value, or add it to the list of the feed.",
  },
  "too-short": {
    ...ROW_ERROR,
    message: "{column} is shorter than {detail} characters.",
    hint: "Check the value.",
  },
  "too-long": {
    ...ROW_ERROR,
    message: "{column} is longer than {detail} characters.",
    hint: "Check the value.",
  },
  "pattern-mismatch": {
    ...ROW_ERROR,
    message: "{column} does not match {detail}.",
    hint: "Check the value.",
  },
  "below-minimum": { ...ROW_ERROR, message: "{column} is below {detail}.", hint: "Check the value." },
  "above-maximum": { ...ROW_ERROR, message: "{column} is above {detail}.", hint: "Check the value." },
  "currency-unknown": {
    ...ROW_ERROR,
    message: "{column} names no currency of ISO 4217 for the amount in {detail}.",
    hint: "Three capital letters, such as USD.",
  },
  "key-duplicate": {
    ...ROW_ERROR,
    message: "The key {detail}.",
    hint: "Ask the sender which of the two counts.",
  },
  "ref-missing": {
    ...ROW_ERROR,
    message: "{column} holds a value that is not among the {detail}.",
    hint: "Correct the value, or deliver the missing entry first.",
  },
  "bom-unexpected": {
    severity: "info",
    scope: "file",
    message: "The file begins with a byte order mark.",
    hint: "It is no part of the first column's name; some loaders think otherwise.",
  },
  "final-newline-missing": {
    ...FILE_WARNING,
    message: "The last line does not end with a line ending.",
    hint: "The file may be cut; compare it with the sender's size or totals.",
  },
  "mixed-line-endings": {
    ...FILE_WARNING,
    message: "The line ends with {detail}, unlike the lines before.",
    hint: "The file may have been glued together or edited by hand.",
  },
  "name-pattern": {
    ...FILE_WARNING,
    message: "The file's name does not fit {detail}.",
    hint: "Check that this is a delivery of this feed.",
  },
  "control-char": {
    ...ROW_WARNING,
    message: "{column} holds a control character.",
    hint: "Have the sender remove it.",
  },
  "excel-scientific": {
    ...ROW_WARNING,
    message: "{column} looks like an identifier that a spreadsheet turned into a number.",
    hint: "Digits are lost; have the sender export the column as text.",
  },
  "formula-cell": {
    ...ROW_WARNING,
    message: "{column} begins like a formula.",
    hint: "Do not open the file in a spreadsheet before the sender has confirmed the value.",
  },
  "invisible-char": {
    ...ROW_WARNING,
    message: "{column} holds an invisible character.",
    hint: "Two values that look the same will not be equal.",
  },
  mojibake: {
    ...ROW_WARNING,
    message: "{column} looks like text that was decoded wrongly once.",
    hint: "UTF-8 was read as Windows-1252 somewhere before; have the sender export again.",
  },
  nbsp: {
    ...ROW_WARNING,
    message: "{column} holds a no-break space.",
    hint: "Two values that look the same will not be equal.",
  },
  "replacement-char": {
    ...ROW_WARNING,
    message: "{column} holds a replacement character: a letter was lost before the file was written.",
    hint: "Have the sender look at the original.",
  },
  "smart-quote": {
    ...ROW_WARNING,
    message: "{column} holds a typographic quote.",
    hint: "Two values that look the same may not be equal.",
  },
  "white-space": {
    ...ROW_WARNING,
    message: "{column} begins or ends with white space.",
    hint: "Two values that look the same will not be equal.",
  },
} as const satisfies Readonly<Record<string, FindingKind>>;

export type FindingCode = keyof typeof FINDING_KINDS;

/** The row of the table for a code. */
export function getFindingKind(code: FindingCode): FindingKind {
  return FINDING_KINDS[code];
}
