import { z } from "zod";
import type { ColumnCondition, FindingWeight } from "./column.js";

/**
 * Something that must hold between the cells of each record. A rule whose cells are empty or unreadable is not asked:
 * that they are needed, or wrong, is said by their columns.
 */
export type RowRule<Name extends string = string> =
  | ComparisonRule<Name>
  | SumRule<Name>
  | WhenRule<Name>
  | ExactlyOneRule<Name>;

interface NamedRule {
  /** What must hold, in words for people: "the end is not before the start". No two rules of a feed are called alike. */
  readonly rule: string;
  /** @defaultValue `"error"` */
  readonly severity?: FindingWeight | undefined;
}

/** Two columns beside each other: numbers with numbers, days with days, and texts with texts by `=` and `!=`. */
export interface ComparisonRule<Name extends string = string> extends NamedRule {
  readonly left: Name;
  readonly operator: RowOperator;
  readonly right: Name;
}

export type RowOperator = "<" | "<=" | "=" | "!=" | ">=" | ">";

/** Columns of numbers that add up to another one, exactly or within a tolerance. */
export interface SumRule<Name extends string = string> extends NamedRule {
  readonly sum: readonly Name[];
  readonly equals: Name;
  /** How far the sum may be off, as decimal text such as `"0.01"`. @defaultValue `"0"` */
  readonly tolerance?: string | undefined;
}

/** What a record needs, lacks or holds when one of its columns has certain values. At least one of the three is said. */
export interface WhenRule<Name extends string = string> extends NamedRule {
  readonly when: ColumnCondition & { readonly column: Name };
  /** Columns that must have a value. */
  readonly needs?: readonly Name[] | undefined;
  /** Columns that must have none. */
  readonly forbids?: readonly Name[] | undefined;
  /** Columns that must hold one of these values, or none at all. */
  readonly fixes?: Readonly<Partial<Record<Name, readonly string[]>>> | undefined;
}

/** Columns of which exactly one must have a value. */
export interface ExactlyOneRule<Name extends string = string> extends NamedRule {
  readonly exactlyOneOf: readonly Name[];
}

const named = {
  rule: z.string().min(1).max(200),
  severity: z.enum(["error", "warning"]).default("error"),
};
const someColumns = z.array(z.string()).min(1).optional();
const atLeastTwo = z
  .array(z.string())
  .min(2)
  .refine((columns) => new Set(columns).size === columns.length, "names a column twice");

/** The strict reading of the rules of a feed. */
export const rowRulesSchema = z
  .array(
    z.union(
      [
        z.strictObject({
          ...named,
          left: z.string(),
          operator: z.enum(["<", "<=", "=", "!=", ">=", ">"]),
          right: z.string(),
        }),
        z.strictObject({
          ...named,
          sum: atLeastTwo,
          equals: z.string(),
          tolerance: z
            .string()
            .regex(/^\d{1,30}(\.\d{1,18})?$/)
            .default("0"),
        }),
        z
          .strictObject({
            ...named,
            when: z.strictObject({ column: z.string(), in: z.array(z.string()).min(1) }),
            needs: someColumns,
            forbids: someColumns,
            fixes: z.record(z.string(), z.array(z.string().min(1)).min(1)).default({}),
          })
          .refine(
            ({ needs, forbids, fixes }) =>
              needs !== undefined || forbids !== undefined || Object.keys(fixes).length > 0,
          ),
        z.strictObject({ ...named, exactlyOneOf: atLeastTwo }),
      ],
      'must be a rule with left, operator (<, <=, =, !=, >=, >) and right; with sum, equals and a tolerance such as "0.01"; with when and one of needs, forbids, fixes; or with exactlyOneOf and two columns',
    ),
  )
  .refine((rules) => new Set(rules.map(({ rule }) => rule)).size === rules.length, "names two rules alike")
  .default([]);

export type ResolvedRowRule = z.output<typeof rowRulesSchema>[number];
