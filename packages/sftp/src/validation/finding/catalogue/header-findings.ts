import { FILE_ERROR, type FindingKinds, type NoDetail } from "./finding-kind.js";

/** The record that names the columns. */
export interface HeaderDetails {
  readonly "header-missing": { readonly lines: number };
  readonly "header-missing-column": NoDetail;
  /** The name is empty for a column without one. */
  readonly "header-extra-column": { readonly name: string };
  readonly "header-duplicate-column": { readonly name: string };
  readonly "header-order": { readonly name: string };
}

export const HEADER_FINDINGS: FindingKinds<HeaderDetails> = {
  "header-missing": {
    ...FILE_ERROR,
    title: "No header",
    description:
      "Lines may stand before the header of this feed, and none of those that were looked at names at least half of its columns. No record can be read without one.",
    message: ({ lines }) => `None of the first ${lines} lines is the header.`,
    hint: "Compare the first lines of the file with the feed; the sender may have renamed the columns.",
    example: { lines: 50 },
  },
  "header-missing-column": {
    ...FILE_ERROR,
    title: "Column missing from the header",
    description:
      "A declared column is not in the header. Nothing is read by position instead: a file that lost a column would put every later value one column too far left.",
    message: ({ column }) => `The header lacks column ${column}.`,
    hint: "Compare the header with the feed; nothing is loaded by position.",
    example: { column: "amount", shown: "order,closed,Amount EUR" },
  },
  "header-extra-column": {
    ...FILE_ERROR,
    title: "Unknown column in the header",
    description:
      "The file has a column that the feed does not declare. The sender has changed the export; what else has changed with it is to be asked before anybody is paid by it.",
    message: ({ name }) =>
      `The header has a column that the feed does not know: ${name === "" ? "one without a name" : `"${name}"`}.`,
    hint: "Declare the column, or have the sender leave it out.",
    example: { name: "comment" },
  },
  "header-duplicate-column": {
    ...FILE_ERROR,
    title: "Column named twice",
    description:
      "Two columns have the same name, and nobody can say which of them is meant. Loaders that take the last one, or the first, do so silently.",
    message: ({ name }) => `The header names a column twice: "${name}".`,
    hint: "Have the sender correct the header.",
    example: { name: "amount" },
  },
  "header-order": {
    ...FILE_ERROR,
    title: "Columns in another order",
    description:
      "All columns are there, in another order than declared. A loader that goes by position would swap them; two columns of numbers swap without any error.",
    message: ({ name, column }) => `The header has "${name}" where ${column} belongs.`,
    hint: "Have the sender keep the order, or declare that the header may come in any order.",
    example: { column: "closed", name: "amount" },
  },
};
