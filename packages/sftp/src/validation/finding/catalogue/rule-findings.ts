import { FILE_ERROR, type FindingKinds, ROW_ERROR } from "./finding-kind.js";

/** What a feed asks of a whole record, and of the business period that it belongs to. Days are `yyyy-MM-dd`. */
export interface RuleDetails {
  readonly "row-rule": { readonly rule: string };
  readonly "out-of-period-date": { readonly period: string; readonly from: string; readonly to: string };
  readonly "closed-period-row": { readonly closedBefore: string };
  readonly "name-period-mismatch": {
    readonly period: string;
    readonly earliest: string;
    readonly latest: string;
  };
}

export const RULE_FINDINGS: FindingKinds<RuleDetails> = {
  "row-rule": {
    ...ROW_ERROR,
    title: "Rule of the feed broken",
    description:
      "Each cell of the record is sound, and together they say something that the feed rules out: an end before its start, parts that do not add up to their whole.",
    message: ({ rule }) => `The record breaks the rule "${rule}".`,
    hint: "Compare the cells that the rule speaks of.",
    example: { column: "end", rule: "the end is not before the start", shown: "P-17,2026-11-01,2026-10-31" },
  },
  "out-of-period-date": {
    ...ROW_ERROR,
    title: "Day outside the period",
    description:
      "The file's name says which period it is of, and the record's day lies outside of it by more than the feed bears. It would be paid in the wrong period, or twice.",
    message: ({ column, period, from, to }) =>
      `${column} does not belong to ${period}: days from ${from} to ${to} do.`,
    hint: "Ask the sender which period the record is of.",
    example: {
      column: "closed",
      period: "2026-10",
      from: "2026-10-01",
      to: "2026-10-31",
      shown: "2026-11-01",
    },
  },
  "closed-period-row": {
    ...ROW_ERROR,
    title: "Record of a closed period",
    description:
      "The record's day lies in a period that takes nothing any more: what it pays has been paid out.",
    message: ({ column, closedBefore }) => `${column} lies before ${closedBefore}: that period is closed.`,
    hint: "Have the sender book a correction in an open period, or have the period opened again.",
    example: { column: "closed", closedBefore: "2026-10-01", shown: "2026-09-30" },
  },
  "name-period-mismatch": {
    ...FILE_ERROR,
    title: "Name and content of different periods",
    description:
      "No record of the file belongs to the period that its name tells. Most likely an old file was sent under a new name.",
    message: ({ column, period, earliest, latest }) =>
      `The file's name tells ${period}, but ${column} runs from ${earliest} to ${latest}.`,
    hint: "Ask the sender for the file of the period, or for the right name of this one.",
    example: { column: "closed", period: "2026-10", earliest: "2026-09-01", latest: "2026-09-30" },
  },
};
