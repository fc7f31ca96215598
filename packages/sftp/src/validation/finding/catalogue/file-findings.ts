import { FILE_ERROR, FILE_INFO, FILE_WARNING, type FindingKinds, type NoDetail } from "./finding-kind.js";

/** The file as a whole: its name, its bytes, its end. */
export interface FileDetails {
  readonly "empty-file": NoDetail;
  readonly "too-few-records": { readonly found: number; readonly needed: number };
  readonly "encoding-invalid": { readonly encoding: string; readonly hasMark?: boolean };
  /** What was found is empty for a file without a mark. */
  readonly "encoding-mark": { readonly encoding: string; readonly found: string };
  readonly "utf16-file": NoDetail;
  readonly "line-ending-unexpected": { readonly ending: string };
  readonly "bom-unexpected": NoDetail;
  readonly "truncated-file": NoDetail;
  readonly "final-newline-missing": NoDetail;
  readonly "mixed-line-endings": { readonly ending: string };
  readonly "name-pattern": { readonly pattern: string };
}

export const FILE_FINDINGS: FindingKinds<FileDetails> = {
  "empty-file": {
    ...FILE_ERROR,
    title: "Empty file",
    description:
      "The file has a name and no content. An export that failed often leaves one behind; loaded as a full replacement it would wipe out what was there.",
    message: () => "The file holds no byte.",
    hint: "Ask the sender for the file again; the export may have failed.",
    example: {},
  },
  "too-few-records": {
    ...FILE_ERROR,
    title: "Too few records",
    description:
      "The feed says how many data records a delivery has at least (acceptance.minRecords). Fewer mean that the export ran on an empty or wrong selection, and everybody who is missing would not be paid.",
    message: ({ found, needed }) =>
      `The file holds ${found} data records; the feed wants at least ${needed}.`,
    hint: "Ask the sender whether the export was complete.",
    example: { found: 0, needed: 1 },
  },
  "encoding-invalid": {
    ...FILE_ERROR,
    title: "Not in the declared encoding",
    description:
      "The whole file is held to the encoding of its feed, byte by byte. A file in another one loads without complaint elsewhere and turns names into nonsense; equal names are then no longer equal.",
    message: ({ encoding, hasMark }) =>
      `The bytes are not ${encoding}${hasMark === true ? ": the file begins with the mark of UTF-8" : ""}.`,
    hint: "Have the sender export the file in the encoding of the feed, or declare the one it has.",
    example: { encoding: "UTF-8" },
  },
  "encoding-mark": {
    ...FILE_ERROR,
    title: "Other encoding than declared, by its first bytes",
    description:
      "The feed declares a kind of UTF-16, and the byte order mark, or the zeros of the first letters, say something else. Nothing of the file is read.",
    message: ({ encoding, found }) =>
      `The file is not ${encoding}: ${found === "" ? "it begins without a byte order mark" : `its first bytes are those of ${found}`}.`,
    hint: "Have the sender export the file in the encoding of the feed, or declare the one it has.",
    example: { encoding: "UTF-16", found: "" },
  },
  "utf16-file": {
    ...FILE_ERROR,
    title: "UTF-16 file",
    description:
      "Every letter takes two bytes or more, and a reader of UTF-8 sees NUL bytes between all letters. Nothing of the file is read.",
    message: () => "The file is UTF-16, but its feed is not.",
    hint: 'Have the sender save it in the encoding of the feed; Excel\'s "Unicode text" is UTF-16.',
    example: {},
  },
  "line-ending-unexpected": {
    ...FILE_ERROR,
    title: "Another line ending than declared",
    description:
      "The feed declares LF or CR LF, and a line ends otherwise. A transfer in text mode or an editor has changed the file, so no digest of the sender fits it any more.",
    message: ({ ending }) => `The line ends with ${ending}.`,
    hint: "The feed declares one line ending; the file may have been converted on its way.",
    example: { ending: "CR LF" },
  },
  "bom-unexpected": {
    ...FILE_INFO,
    title: "Byte order mark",
    description:
      "Three bytes at the start say that the file is UTF-8. They are read over here; a loader that does not know them takes them for part of the first column's name and does not find that column.",
    message: () => "The file begins with a byte order mark.",
    hint: "It is no part of the first column's name; some loaders think otherwise.",
    example: { shown: "\\ufefforder,amount" },
  },
  "truncated-file": {
    ...FILE_ERROR,
    title: "Cut in the middle of a record",
    description:
      "The file ends inside its last record: within a quoted cell, or with fewer cells than the others and no line ending. The transfer or the export stopped, and nobody knows how many records should have followed.",
    message: () => "The file ends in the middle of a record.",
    hint: "Ask for the file again, and for a trailer or a control file, which tell a cut between two records as well.",
    example: { shown: "O-8800,2026-10-3" },
  },
  "final-newline-missing": {
    ...FILE_WARNING,
    title: "No line ending at the end",
    description:
      "The last line is not closed. Most programs close it, so the file may have been cut in the middle of its last record: an amount of 1250.00 that ends as 125 is a sound number. A feed can make this an error (dialect.finalNewline).",
    message: () => "The last line does not end with a line ending.",
    hint: "The file may be cut; compare it with the sender's size or totals.",
    example: {},
  },
  "mixed-line-endings": {
    ...FILE_WARNING,
    title: "Mixed line endings",
    description:
      "Some lines end with LF and some with CR LF. One program writes one kind; a mixture comes of files that were glued together or corrected by hand.",
    message: ({ ending }) => `The line ends with ${ending}, unlike the lines before.`,
    hint: "The file may have been glued together or edited by hand.",
    example: { ending: "LF" },
  },
  "name-pattern": {
    ...FILE_WARNING,
    title: "Name does not fit the feed",
    description:
      "The file was validated against a feed whose name template does not fit it. It may belong to another feed or another period.",
    message: ({ pattern }) => `The file's name does not fit ${pattern}.`,
    hint: "Check that this is a delivery of this feed.",
    example: { pattern: "orders_{period}.csv", shown: "orders final (2).csv" },
  },
};
