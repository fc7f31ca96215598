import { type FindingKinds, type NoDetail, ROW_WARNING } from "./finding-kind.js";

/** What happens to texts on their way through spreadsheets, editors and wrong decodings. */
export interface TextDetails {
  readonly "control-char": NoDetail;
  readonly "excel-scientific": NoDetail;
  readonly "formula-cell": NoDetail;
  readonly "invisible-char": NoDetail;
  readonly mojibake: NoDetail;
  readonly nbsp: NoDetail;
  readonly "replacement-char": NoDetail;
  readonly "smart-quote": NoDetail;
  readonly "white-space": NoDetail;
}

export const TEXT_FINDINGS: FindingKinds<TextDetails> = {
  "control-char": {
    ...ROW_WARNING,
    title: "Control character",
    description:
      "A character that is no letter and shows nowhere. It came from a terminal, a form or a device.",
    message: ({ column }) => `${column} holds a control character.`,
    hint: "Have the sender remove it.",
    example: { column: "comment", shown: "called\\u0007" },
  },
  "excel-scientific": {
    ...ROW_WARNING,
    title: "Identifier turned into a number",
    description:
      "A spreadsheet took a long identifier for a number and wrote it with an exponent. Its digits are gone for good, and several identifiers have become one.",
    message: ({ column }) => `${column} looks like an identifier that a spreadsheet turned into a number.`,
    hint: "Digits are lost; have the sender export the column as text.",
    example: { column: "order", shown: "1.23E+11" },
  },
  "formula-cell": {
    ...ROW_WARNING,
    title: "Begins like a formula",
    description:
      "A spreadsheet would compute this cell instead of showing it, and could be made to send data away. Rejected rows are written out for the sender with a guard before it.",
    message: ({ column }) => `${column} begins like a formula.`,
    hint: "Do not open the file in a spreadsheet before the sender has confirmed the value.",
    example: { column: "account", shown: "=HYPERLINK(…)" },
  },
  "invisible-char": {
    ...ROW_WARNING,
    title: "Invisible character",
    description:
      "The text holds a character without width, such as a zero-width space or a mark of direction. References to it fail, and nobody sees why.",
    message: ({ column }) => `${column} holds an invisible character.`,
    hint: "Two values that look the same will not be equal.",
    example: { column: "participant", shown: "P-17\\u200b" },
  },
  mojibake: {
    ...ROW_WARNING,
    title: "Text decoded wrongly before",
    description:
      "UTF-8 was read as Windows-1252 somewhere and then written out again. The file is sound; its letters are wrong.",
    message: ({ column }) => `${column} looks like text that was decoded wrongly once.`,
    hint: "UTF-8 was read as Windows-1252 somewhere before; have the sender export again.",
    example: { column: "city", shown: "MÃ¼nchen" },
  },
  nbsp: {
    ...ROW_WARNING,
    title: "No-break space",
    description: "A space that is none: it comes from web pages and word processors.",
    message: ({ column }) => `${column} holds a no-break space.`,
    hint: "Two values that look the same will not be equal.",
    example: { column: "account", shown: "Acme\\u00a0Inc" },
  },
  "replacement-char": {
    ...ROW_WARNING,
    title: "A letter was lost",
    description:
      "Some program could not read a letter and wrote a sign of replacement in its place. Which letter it was, only the source knows.",
    message: ({ column }) =>
      `${column} holds a replacement character: a letter was lost before the file was written.`,
    hint: "Have the sender look at the original.",
    example: { column: "city", shown: "M\ufffdnchen" },
  },
  "smart-quote": {
    ...ROW_WARNING,
    title: "Typographic quote",
    description: "A word processor has made a curved quote of a straight one.",
    message: ({ column }) => `${column} holds a typographic quote.`,
    hint: "Two values that look the same may not be equal.",
    example: { column: "account", shown: "O\u2019Brien" },
  },
  "white-space": {
    ...ROW_WARNING,
    title: "White space around the text",
    description: "The text begins or ends with a space or a tab, most often from a field of fixed width.",
    message: ({ column }) => `${column} begins or ends with white space.`,
    hint: "Two values that look the same will not be equal.",
    example: { column: "account", shown: "Acme Inc " },
  },
};
