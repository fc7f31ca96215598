import { FILE_ERROR, FILE_WARNING, type FindingKinds, ROW_ERROR } from "./finding-kind.js";

/** What holds between records: of this file, and of this file and another. Days are `yyyy-MM-dd`. */
export interface RelationDetails {
  readonly "ref-not-valid": { readonly set: string; readonly day: string };
  readonly "reversed-interval": { readonly to: string };
  /** `key` names the columns. */
  readonly "overlapping-interval": { readonly key: string; readonly firstRecord: number };
  /** The first few of the gaps, `P-17: 2026-03-01 to 2026-03-31`; none when the key must not be shown. */
  readonly "interval-gap": { readonly key: string; readonly count: number; readonly gaps: readonly string[] };
  /** The cycle, each the child of the next; empty when it must not be shown. */
  readonly "hierarchy-cycle": { readonly count: number; readonly cycle: readonly string[] };
  /** `key` names the columns; `total` is the sum so far. */
  readonly "share-exceeded": { readonly key: string; readonly total: string; readonly limit: string };
  readonly "parent-missing": { readonly count: number; readonly parents: readonly string[] };
}

export const RELATION_FINDINGS: FindingKinds<RelationDetails> = {
  "ref-not-valid": {
    ...ROW_ERROR,
    title: "Refers to something not valid on the day",
    description:
      "The value is known in the reference set, and not on the day of the record: an order for a participant after the day of leaving.",
    message: ({ column, set, day }) => `${column} is known to the ${set}, but not valid on ${day}.`,
    hint: "Compare the record's day with the effective dates of what it refers to.",
    example: { column: "participant", set: "participants", day: "2026-10-31", shown: "P-4711" },
  },
  "reversed-interval": {
    ...ROW_ERROR,
    title: "Interval without a day",
    description: "The last day lies before the first one, so that the record is never valid.",
    message: ({ column, to }) => `${column} lies after the end of the interval, ${to}.`,
    hint: "Have the sender correct the effective dates.",
    example: { column: "valid_from", to: "2026-01-31", shown: "2026-02-01" },
  },
  "overlapping-interval": {
    ...ROW_ERROR,
    title: "Intervals overlap",
    description:
      "Two records of one key are valid on the same day. Which of two quotas or positions counts on that day would be chance.",
    message: ({ key, firstRecord }) =>
      `The interval overlaps the one of record ${firstRecord}, which has the same ${key}.`,
    hint: "Have the sender end the earlier one before the later one begins.",
    example: {
      column: "valid_from",
      key: "participant",
      firstRecord: 12,
      shown: "P-17,2026-03-01,2026-12-31",
    },
  },
  "interval-gap": {
    ...FILE_WARNING,
    title: "Gap between intervals",
    description:
      "Between two records of one key there are days on which none is valid. What happens on them reaches no one.",
    message: ({ key, count, gaps }) =>
      `The intervals of ${key} leave ${count} ${count === 1 ? "gap" : "gaps"}${gaps.length === 0 ? "" : `: ${gaps.join(", ")}`}.`,
    hint: "Ask the sender whether nothing is valid on these days.",
    example: { key: "participant", count: 1, gaps: ["P-17: 2026-03-01 to 2026-03-31"] },
  },
  "hierarchy-cycle": {
    ...FILE_ERROR,
    title: "Hierarchy runs in a circle",
    description:
      "Somebody is their own superior. Credits that roll up along the hierarchy would roll for ever, or be dropped.",
    message: ({ column, count, cycle }) =>
      `The hierarchy of ${column} has ${count} ${count === 1 ? "circle" : "circles"}${cycle.length === 0 ? "" : `, such as ${cycle.join(" > ")}`}.`,
    hint: "Have the sender correct one of the assignments.",
    example: { column: "manager", count: 1, cycle: ["P-17", "P-20", "P-17"] },
  },
  "parent-missing": {
    ...FILE_ERROR,
    title: "Superior is missing",
    description: "A record is below somebody who has no record. What rolls up to them is lost.",
    message: ({ column, count, parents }) =>
      `${count} ${count === 1 ? "value" : "values"} of ${column} have no record of their own${parents.length === 0 ? "" : `: ${parents.join(", ")}`}.`,
    hint: "Deliver the missing records, or leave the cell empty at the top.",
    example: { column: "manager", count: 1, parents: ["P-99"] },
  },
  "share-exceeded": {
    ...ROW_ERROR,
    title: "Parts are more than the whole",
    description:
      "The parts of one thing add up to more than there is: an order is credited with 120 percent. Everybody would be paid, and somebody twice.",
    message: ({ column, key, total, limit }) =>
      `With this record, ${column} of the same ${key} adds up to ${total}, more than ${limit}.`,
    hint: "Ask the sender how the whole is split.",
    example: { column: "split_percent", key: "order", total: "120", limit: "100", shown: "O-17,P-20,60" },
  },
};
