import { z } from "zod";
import type { Column } from "./column.js";
import { checkKind, type RelationProblem } from "./relation-problem.js";

/** The columns of days between which a record is valid. An empty cell leaves its end open. */
export interface FeedValidity<Name extends string = string> {
  readonly from: Name;
  readonly to: Name;
  /** Whether the day in `to` is the last one, or the first one after it. @defaultValue `"included"` */
  readonly end?: "included" | "excluded" | undefined;
}

export const validityFields = {
  from: z.string(),
  to: z.string(),
  end: z.enum(["included", "excluded"]).default("included"),
};

/** Where a validity speaks of columns that are not there, or hold no days. */
export function checkValidity(
  columns: Readonly<Record<string, Column>>,
  { from, to }: FeedValidity,
  path: RelationProblem["path"],
): readonly RelationProblem[] {
  const days = { types: ["date"], verb: "is no day" } as const;
  return [
    ...checkKind(columns, from, [...path, "from"], days),
    ...checkKind(columns, to, [...path, "to"], days),
    ...(from === to ? [{ path: [...path, "to"], message: `column "${to}" is both ends` }] : []),
  ];
}
