import { FILE_ERROR, FILE_INFO, FILE_WARNING, type FindingKinds } from "./finding-kind.js";

/** What only a whole column shows, and none of its cells. */
export interface EvidenceDetails {
  readonly "date-order-mixed": { readonly format: string; readonly swapped: number };
  readonly "date-order-swapped": { readonly format: string; readonly swapped: number };
  readonly "date-ambiguous": { readonly format: string };
  readonly "column-empty": { readonly records: number };
}

export const EVIDENCE_FINDINGS: FindingKinds<EvidenceDetails> = {
  "date-order-mixed": {
    ...FILE_ERROR,
    title: "Day and month in both orders",
    description:
      "Some values are days only as declared, and others only with day and month the other way round. A day such as 03/04 is then right in one record and a month off in the next, and no check of a cell can tell: a spreadsheet has turned those that it understood.",
    message: ({ column, format, swapped }) =>
      `${column} has its days written as ${format}, and ${swapped === 1 ? "one of them" : `${swapped} of them`} with day and month the other way round.`,
    hint: "Do not correct only those that fail; have the whole file exported again, with days as yyyy-MM-dd.",
    example: { column: "closed", format: "dd/MM/yyyy", swapped: 12, shown: "10/31/2026" },
  },
  "date-order-swapped": {
    ...FILE_ERROR,
    title: "Day and month the other way round",
    description:
      "Values fail as declared and are days with day and month the other way round, and no value speaks for the declared order. Those that pass, such as 03/04, are most likely wrong too.",
    message: ({ column, format, swapped }) =>
      `${column} is declared as ${format}, but ${swapped === 1 ? "one value is a day" : `${swapped} values are days`} only with day and month the other way round, and none speaks for the declared order.`,
    hint: "Ask the sender for the order that they write, and declare that one.",
    example: { column: "closed", format: "dd/MM/yyyy", swapped: 240, shown: "10/31/2026" },
  },
  "date-ambiguous": {
    ...FILE_WARNING,
    title: "Order of day and month cannot be told",
    description:
      "The column holds many days of many months, and none above the twelfth. By chance that hardly ever happens; it does when a file was filtered, or when what could not be read as a day was left out.",
    message: ({ column, format }) =>
      `${column} holds days of many months and none above the twelfth, so that nothing shows whether they are written as ${format}.`,
    hint: "Ask the sender for the order, and what became of the days above the twelfth.",
    example: { column: "closed", format: "dd/MM/yyyy" },
  },
  "column-empty": {
    ...FILE_INFO,
    title: "Column without any value",
    description:
      "The column needs no value, and not one record has one. The sender's source may have been emptied or renamed; the loaded data would be emptied as well.",
    message: ({ column, records }) => `${column} is empty in all ${records} records.`,
    hint: "Ask the sender whether the column is still filled; if not, take it out of the feed.",
    example: { column: "territory", records: 8_800 },
  },
};
