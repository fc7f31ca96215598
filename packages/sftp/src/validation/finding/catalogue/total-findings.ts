import { FILE_ERROR, type FindingKinds, type NoDetail } from "./finding-kind.js";

/** The trailer and its control totals. */
export interface TotalDetails {
  readonly "trailer-missing": { readonly mark: string };
  readonly "trailer-misplaced": NoDetail;
  /** What is announced is empty when the trailer says nothing. */
  readonly "trailer-count": { readonly announced: string; readonly found: number };
  readonly "trailer-sum": { readonly announced: string; readonly found: string };
}

export const TOTAL_FINDINGS: FindingKinds<TotalDetails> = {
  "trailer-missing": {
    ...FILE_ERROR,
    title: "Trailer missing",
    description:
      "The feed ends every file with a trailer, and this file has none. What comes last is missing, and nobody can say how much else.",
    message: ({ mark }) => `The file does not end with the trailer ${mark}.`,
    hint: "The file is most likely cut; ask for it again.",
    example: { mark: "TRAILER" },
  },
  "trailer-misplaced": {
    ...FILE_ERROR,
    title: "Record after the trailer",
    description: "The trailer is the last record, and something follows it.",
    message: () => "A record follows the trailer.",
    hint: "Two files may have been glued together.",
    example: {},
  },
  "trailer-count": {
    ...FILE_ERROR,
    title: "Count of the trailer differs",
    description:
      "The sender counted another number of records than were read. Records were lost or doubled, and no other check would see which.",
    message: ({ announced, found }) =>
      `The trailer announces ${quote(announced)} records, but there are ${found}.`,
    hint: "Records were lost or doubled between the sender's count and here.",
    example: { announced: "8800", found: 8_799, shown: "TRAILER,8800,10005534.00" },
  },
  "trailer-sum": {
    ...FILE_ERROR,
    title: "Sum of the trailer differs",
    description:
      "The sender's sum of a column is another than that of the records read, rejected ones included. Both sums are exact.",
    message: ({ column, announced, found }) =>
      `The trailer's sum of ${column} is ${quote(announced)}, but the records add up to ${found}.`,
    hint: "Amounts were lost, doubled or changed between the sender's sum and here.",
    example: {
      column: "amount",
      announced: "10005534.00",
      found: "10005204.00",
      shown: "TRAILER,8800,10005534.00",
    },
  },
};

function quote(text: string): string {
  return text === "" ? "nothing instead of a number" : text;
}
