import { FILE_ERROR, type FindingKinds, type NoDetail, ROW_ERROR } from "./finding-kind.js";

/** How records and cells are told apart. */
export interface RecordDetails {
  readonly "unclosed-quote": NoDetail;
  readonly "record-too-long": { readonly maxBytes: number };
  readonly "stray-quote": NoDetail;
  readonly "text-after-quote": NoDetail;
  readonly "stray-escape": NoDetail;
  readonly "stray-carriage-return": NoDetail;
  readonly "nul-byte": NoDetail;
  readonly "blank-row": NoDetail;
  readonly "line-too-short": { readonly width: number };
  readonly "line-too-long": { readonly width: number };
  readonly "missing-cell": { readonly cells: number; readonly expected: number };
  readonly "extra-cell": { readonly cells: number; readonly expected: number };
}

export const RECORD_FINDINGS: FindingKinds<RecordDetails> = {
  "unclosed-quote": {
    ...FILE_ERROR,
    title: "Quote that never closes",
    description:
      "A cell begins with a quote that has no end, so everything after it would be one cell. Lenient readers swallow hundreds of records that way and report none of them.",
    message: () => "A quote opens here and never closes.",
    hint: "Look at this very line: a quote in the text must be doubled, and a cell that begins with one must end with one.",
    example: { column: "product", shown: '17,"GTX 12" rack,450.00' },
  },
  "record-too-long": {
    ...FILE_ERROR,
    title: "Record too long",
    description:
      "One record is longer than the feed allows (dialect.maxRecordBytes). Most often its line ending was lost.",
    message: ({ maxBytes }) => `The record is longer than ${maxBytes} bytes.`,
    hint: "Look for a lost line ending, or raise dialect.maxRecordBytes.",
    example: { maxBytes: 1_048_576 },
  },
  "stray-quote": {
    ...ROW_ERROR,
    title: "Quote inside a cell",
    description:
      "A quote stands in a cell that is not quoted. Readers disagree about what that means; here nobody guesses, and the record is rejected.",
    message: ({ column }) => `A quote stands inside the cell ${column}, which did not begin with one.`,
    hint: "A cell that holds a quote is quoted as a whole, and the quote inside is doubled.",
    example: { column: "product", shown: '17,GTX 12" rack,450.00' },
  },
  "text-after-quote": {
    ...ROW_ERROR,
    title: "Text after a closing quote",
    description:
      "A quoted cell goes on after its closing quote. Either a quote inside was not doubled, or a delimiter was lost and two cells run together.",
    message: ({ column }) => `Text follows the closing quote of the cell ${column}.`,
    hint: "A quote inside a quoted cell must be doubled.",
    example: { column: "product", shown: '17,"GTX "Pro" rack",450.00' },
  },
  "stray-escape": {
    ...ROW_ERROR,
    title: "Escape character before something else",
    description:
      "Inside quotes the escape character of the feed may stand before a quote or before itself. Before anything else readers disagree: some drop it, some keep it, some make a line break of it.",
    message: ({ column }) =>
      `In the cell ${column} an escape character stands before a character that needs none.`,
    hint: "Have the sender double the escape character where it is meant as itself.",
    example: { column: "folder", shown: '17,"C:\\reports",450.00' },
  },
  "stray-carriage-return": {
    ...ROW_ERROR,
    title: "Carriage return inside a cell",
    description:
      "A carriage return stands without a line feed. Some readers begin a new record there, others show nothing.",
    message: ({ column }) => `The cell ${column} holds a carriage return without a line feed.`,
    hint: "A cell with line breaks must be quoted.",
    example: { column: "comment", shown: "called twice\\rno answer" },
  },
  "nul-byte": {
    ...ROW_ERROR,
    title: "NUL byte",
    description: "No text holds a NUL byte. Programs written in C end the value there, silently.",
    message: ({ column }) => `The cell ${column} holds a NUL byte.`,
    hint: "The file may be binary, UTF-16, or written by a program that failed.",
    example: { column: "comment", shown: "Ann\\u0000a" },
  },
  "blank-row": {
    ...ROW_ERROR,
    title: "Blank line",
    description:
      "A line holds nothing. It counts as a record, since a line whose content was lost looks the same.",
    message: () => "The line is blank.",
    hint: "Have the sender leave blank lines out.",
    example: {},
  },
  "line-too-short": {
    ...ROW_ERROR,
    title: "Line too short",
    description:
      "A line of fixed width ends before its columns do. It may be cut, and a number that was cut is still a number.",
    message: ({ width }) => `The line is shorter than its columns, which take ${width} characters.`,
    hint: "Look whether the file was cut, or whether a program took spaces off the ends of its lines.",
    example: { width: 40, shown: "O-17  20261031" },
  },
  "line-too-long": {
    ...ROW_ERROR,
    title: "Line too long",
    description:
      "A line of fixed width goes on behind its last column. Something was inserted, and every value behind it may stand at the wrong place.",
    message: ({ width }) => `The line is longer than its columns, which take ${width} characters.`,
    hint: "Look for a value that is too long for its column, or for two lines in one.",
    example: { width: 14, shown: "O-17  20261031   1250.00" },
  },
  "missing-cell": {
    ...ROW_ERROR,
    title: "Too few cells",
    description:
      "The record has fewer cells than the header has columns. Filling up with nothing, as many loaders do, would pay half a record.",
    message: ({ cells, expected }) => `The record has ${countCells(cells)} instead of ${expected}.`,
    hint: "Look for a line break inside a cell that is not quoted, or a lost delimiter.",
    example: { cells: 2, expected: 3, shown: "O-17,2026-10-31" },
  },
  "extra-cell": {
    ...ROW_ERROR,
    title: "Too many cells",
    description:
      "The record has more cells than the header has columns: a delimiter inside a text was not quoted, and every value behind it stands one column too far right.",
    message: ({ cells, expected }) => `The record has ${countCells(cells)} instead of ${expected}.`,
    hint: "Look for a delimiter inside a cell that is not quoted.",
    example: { cells: 4, expected: 3, shown: "O-17,2026-10-31,1,250.00" },
  },
};

function countCells(cells: number): string {
  return cells === 1 ? "1 cell" : `${cells} cells`;
}
