import { z } from "zod";
import type { FindingWeight } from "./column.js";

/**
 * How far a delivery may differ from the one before. Each part is compared only when it is declared.
 *
 * A part that is declared as `{}` has its defaults. What exceeds a tolerance is a finding about the file: a warning, or
 * an error that refuses the delivery.
 */
export interface FeedComparison<Name extends string = string> {
  /** The number of records: `row-count-drift`. */
  readonly records?: Drift<number> | undefined;
  /** The sums of columns of numbers, of money by currency: `sum-drift`. */
  readonly totals?: Readonly<Partial<Record<Name, Drift<string>>>> | undefined;
  /** The share of cells without a value: `null-rate-drift`. */
  readonly emptyShare?: EmptyShareDrift<Name> | undefined;
  /** Values that the delivery before did not have: `new-enum-value`. */
  readonly newValues?: NewValues<Name> | undefined;
  /** Numbers whose signs are turned: `sign-flip`. */
  readonly signFlip?: SignFlip<Name> | undefined;
  /** Keys that came, went, or stand for something else: `key-churn`. The validation needs the keys before. */
  readonly keys?: KeyChurn<Name> | undefined;
}

/** How far a figure may fall and rise. A side without a tolerance may move as it likes. */
export interface Drift<By extends number | string> {
  readonly down?: Tolerance<By> | undefined;
  readonly up?: Tolerance<By> | undefined;
  /** @defaultValue `"warning"` */
  readonly severity?: FindingWeight | undefined;
}

/**
 * A share of the figure before (`0.2` is a fifth), in millionths, or an amount of it: a number of records, or decimal
 * text for a sum. What is exactly as far as the tolerance is borne.
 */
export type Tolerance<By extends number | string> = number | { readonly by: By };

/** How much the share of empty cells may change, of 0 to 1: 0.05 bears the way from 0.10 to 0.15. */
export interface EmptyShareDrift<Name extends string = string> {
  /** @defaultValue every column */
  readonly columns?: readonly Name[] | undefined;
  /** @defaultValue 0.05 */
  readonly up?: number | undefined;
  /** @defaultValue 1, which bears everything */
  readonly down?: number | undefined;
  /** @defaultValue `"warning"` */
  readonly severity?: FindingWeight | undefined;
}

/** How many values may be new in a column. */
export interface NewValues<Name extends string = string> {
  /** Texts, enumerations and booleans whose values may be shown. @defaultValue every enumeration that is not sensitive */
  readonly columns?: readonly Name[] | undefined;
  /** @defaultValue 0 */
  readonly atMost?: number | undefined;
  /** @defaultValue `"warning"` */
  readonly severity?: FindingWeight | undefined;
}

/** How much the share of numbers below zero may change. */
export interface SignFlip<Name extends string = string> {
  /** @defaultValue every column of numbers */
  readonly columns?: readonly Name[] | undefined;
  /** In either direction, of 0 to 1. @defaultValue 0.5 */
  readonly by?: number | undefined;
  /** @defaultValue `"warning"` */
  readonly severity?: FindingWeight | undefined;
}

/** How many keys may come, go and change, as shares of the keys before. A share left out is not looked at. */
export interface KeyChurn<Name extends string = string> {
  /** One of the feed's keys. @defaultValue the first */
  readonly key?: readonly Name[] | undefined;
  /** Keys that are not in the delivery any more. */
  readonly goneShare?: number | undefined;
  /** Keys that were not in the delivery before. May be above 1. */
  readonly addedShare?: number | undefined;
  /** Keys whose record has another cell than before. */
  readonly changedShare?: number | undefined;
  /** @defaultValue `"warning"` */
  readonly severity?: FindingWeight | undefined;
}

const severity = z.enum(["error", "warning"]).default("warning");
const share = z.number().min(0).max(1);
const growth = z.number().min(0).max(1_000);
const columns = z.array(z.string()).min(1).optional();
const amount = z
  .string()
  .regex(/^\d{1,30}(\.\d{1,18})?$/, 'must be decimal text that is not below zero, such as "1000.00"');

function drift<By extends z.ZodType>(by: By) {
  const absolute = z.strictObject({ by });
  return z
    .strictObject({
      down: z.union([share, absolute]).optional(),
      up: z.union([growth, absolute]).optional(),
      severity,
    })
    .refine(({ down, up }) => down !== undefined || up !== undefined, "needs a tolerance, down or up");
}

/** The strict reading of a comparison. */
export const comparisonSchema = z.strictObject({
  records: drift(z.int().min(0)).optional(),
  totals: z.record(z.string(), drift(amount)).default({}),
  emptyShare: z
    .strictObject({ columns, up: share.default(0.05), down: share.default(1), severity })
    .optional(),
  newValues: z.strictObject({ columns, atMost: z.int().min(0).default(0), severity }).optional(),
  signFlip: z.strictObject({ columns, by: share.default(0.5), severity }).optional(),
  keys: z
    .strictObject({
      key: z.array(z.string()).min(1).optional(),
      goneShare: share.optional(),
      addedShare: growth.optional(),
      changedShare: share.optional(),
      severity,
    })
    .refine(
      ({ goneShare, addedShare, changedShare }) => (goneShare ?? addedShare ?? changedShare) !== undefined,
      "needs goneShare, addedShare or changedShare",
    )
    .optional(),
});

/** A comparison with every default filled in. */
export type ResolvedComparison = z.output<typeof comparisonSchema>;
