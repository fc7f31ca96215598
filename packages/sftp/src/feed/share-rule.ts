import { z } from "zod";
import type { Column, FindingWeight } from "./column.js";
import { checkKind, type RelationProblem } from "./relation-problem.js";

/**
 * Parts of one thing that may not be more than the whole: the split percentages of an order. The record that goes
 * beyond is told, and each one after it. Records without a whole key or without a part are not looked at. Takes about
 * 100 bytes of memory and its own length a key.
 */
export interface FeedShares<Name extends string = string> {
  /** The columns that name the whole. */
  readonly of: readonly Name[];
  /** The column of the parts: numbers with a `min` that is not negative. */
  readonly column: Name;
  /** The whole, as decimal text such as `"100"`. */
  readonly atMost: string;
  /** @defaultValue `"error"` */
  readonly severity?: FindingWeight | undefined;
}

/** The strict reading of shares. */
export const sharesSchema = z
  .array(
    z.strictObject({
      of: z.array(z.string()).min(1),
      column: z.string(),
      atMost: z.string().regex(/^\d{1,30}(\.\d{1,18})?$/, 'must be decimal text with a point, such as "100"'),
      severity: z.enum(["error", "warning"]).default("error"),
    }),
  )
  .default([]);

/** The parts of a feed that its shares speak of. */
interface SharedFeed {
  readonly columns: Readonly<Record<string, Column>>;
  readonly shares: z.output<typeof sharesSchema>;
}

/** Where shares speak of columns that are not there, or whose parts could be taken off again. */
export function checkShares({ columns, shares }: SharedFeed): readonly RelationProblem[] {
  const numbers = { types: ["integer", "decimal", "money"], verb: "cannot be summed" } as const;
  return shares.flatMap(({ of: whole, column }, at) => {
    const path = ["shares", at, "column"];
    const problems = [
      ...whole.flatMap((name, part) => checkKind(columns, name, ["shares", at, "of", part])),
      ...checkKind(columns, column, path, numbers),
    ];
    if (problems.length > 0 || isNeverNegative(columns[column])) return problems;
    return [{ path, message: `column "${column}" may be negative; say min` }];
  });
}

function isNeverNegative(column: Column | undefined): boolean {
  return column !== undefined && "min" in column && column.min !== undefined && Number(column.min) >= 0;
}
