import { FILE_INFO, FILE_WARNING, type FindingKinds } from "./finding-kind.js";

/** A delivery beside the one before. Percentages are texts such as `12.5 %`. */
export interface ComparisonDetails {
  readonly "not-compared": {
    readonly because: "first-delivery" | "new-column" | "too-many-values" | "no-keys";
  };
  /** `change` is empty when there was nothing before. */
  readonly "row-count-drift": DriftDetail;
  /** `currency` is empty for numbers that are no money. */
  readonly "sum-drift": DriftDetail & { readonly currency: string };
  readonly "null-rate-drift": { readonly before: string; readonly now: string; readonly borne: string };
  /** The first few of the new values; none when there are too many to be counted one by one. */
  readonly "new-enum-value": { readonly values: readonly string[]; readonly count: number };
  readonly "sign-flip": { readonly before: string; readonly now: string };
  /** The first few of the keys; none when they must not be shown. */
  readonly "key-churn": {
    readonly change: "gone" | "added" | "changed";
    readonly count: number;
    readonly before: number;
    readonly borne: string;
    readonly examples: readonly string[];
  };
}

type DriftDetail = {
  readonly before: string;
  readonly now: string;
  readonly change: string;
  readonly borne: string;
};

export const COMPARISON_FINDINGS: FindingKinds<ComparisonDetails> = {
  "not-compared": {
    ...FILE_INFO,
    title: "Not compared",
    description:
      "The feed asks for a comparison with the delivery before, and a part of it could not be made: there is no delivery before, or it lacks what is compared.",
    message: ({ because, column }) => `${NOT_COMPARED[because](column)}.`,
    hint: "Look at the delivery yourself this once.",
    example: { because: "first-delivery" },
  },
  "row-count-drift": {
    ...FILE_WARNING,
    title: "Many more or fewer records",
    description:
      "The number of records is further from that of the delivery before than the feed bears. A half export, or one made twice, is a sound file with the wrong number of records.",
    message: ({ before, now, change, borne }) =>
      `There are ${now} records, after ${before} in the delivery before${inBrackets(change)}; the feed bears ${borne}.`,
    hint: "Ask the sender whether the export was complete, and made once.",
    example: { before: "8800", now: "4400", change: "-50 %", borne: "20 %" },
  },
  "sum-drift": {
    ...FILE_WARNING,
    title: "Sum far from the one before",
    description:
      "The sum of a column is further from that of the delivery before than the feed bears. Both are exact; amounts of money are compared by currency.",
    message: ({ column, currency, before, now, change, borne }) =>
      `The sum of ${column}${currency === "" ? "" : ` in ${currency}`} is ${now}, after ${before} in the delivery before${inBrackets(change)}; the feed bears ${borne}.`,
    hint: "Look for amounts in another unit or currency, and for records that came twice or not at all.",
    example: {
      column: "amount",
      currency: "EUR",
      before: "10005534.00",
      now: "1000553400.00",
      change: "+9900 %",
      borne: "50 %",
    },
  },
  "null-rate-drift": {
    ...FILE_WARNING,
    title: "Many more or fewer empty cells",
    description:
      "The share of cells without a value has changed more than the feed bears. A column that its source has stopped to fill is empty in every record, and no record is wrong.",
    message: ({ column, before, now, borne }) =>
      `${now} of ${column} is empty, after ${before} in the delivery before; the feed bears a change of ${borne}.`,
    hint: "Ask the sender whether the column still comes from the same place.",
    example: { column: "territory", before: "2 %", now: "61.5 %", borne: "5 %" },
  },
  "new-enum-value": {
    ...FILE_WARNING,
    title: "Values that are new",
    description:
      "A column holds values that the delivery before did not have. A new status or product that no rule of the application knows is often paid by the wrong rule, or by none.",
    message: ({ column, values, count }) =>
      values.length === 0
        ? `${column} holds more different values than can be compared.`
        : `${column} holds ${count} ${count === 1 ? "value" : "values"} that the delivery before did not have: ${toList(values, count)}.`,
    hint: "Check that the application knows what to do with them.",
    example: { column: "stage", values: ["Won back"], count: 1 },
  },
  "sign-flip": {
    ...FILE_WARNING,
    title: "Signs are turned",
    description:
      "The share of numbers below zero has changed so much that the sender most likely turned the sign: credits have become debits.",
    message: ({ column, before, now }) =>
      `${now} of the numbers in ${column} is below zero, after ${before} in the delivery before.`,
    hint: "Ask the sender what a minus means in this file.",
    example: { column: "credit", before: "3 %", now: "97 %" },
  },
  "key-churn": {
    ...FILE_WARNING,
    title: "Many keys came, went or changed",
    description:
      "More keys than the feed bears are gone, are new, or stand beside other values than in the delivery before. A list of participants that lost a tenth of them will end a tenth of the payments.",
    message: ({ change, count, before, borne, examples }) =>
      `${count} keys ${CHANGES[change]}, after ${before} keys in the delivery before; the feed bears ${borne}${examples.length === 0 ? "" : `. Among them: ${examples.join(", ")}`}.`,
    hint: "Ask the sender whether this is meant before anything is loaded.",
    example: { change: "gone", count: 412, before: 4_120, borne: "2 %", examples: ["P-1017", "P-1018"] },
  },
};

type NotCompared = ComparisonDetails["not-compared"]["because"];

const NOT_COMPARED: Readonly<Record<NotCompared, (column: string) => string>> = {
  "first-delivery": () => "There is no delivery before this one to compare it with",
  "new-column": (column) => `The delivery before did not have the column ${column}`,
  "too-many-values": (column) => `The delivery before had too many values in ${column} to tell new ones`,
  "no-keys": () => "The keys of the delivery before are not known",
};

const CHANGES = {
  gone: "are gone",
  added: "are new",
  changed: "stand beside other values",
} as const;

function inBrackets(change: string): string {
  return change === "" ? "" : ` (${change})`;
}

function toList(values: readonly string[], count: number): string {
  const named = values.map((value) => JSON.stringify(value)).join(", ");
  return count === values.length ? named : `${named} and ${count - values.length} more`;
}
