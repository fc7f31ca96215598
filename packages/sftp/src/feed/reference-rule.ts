import { z } from "zod";
import type { Column, FindingWeight } from "./column.js";
import { checkKind, type RelationProblem } from "./relation-problem.js";

/** A column, or several together, whose every value must be in a reference set that the validation is given. */
export interface FeedReference<Name extends string = string> {
  /** Several for entries of several values, in the order of the set. Records with one of them empty are not looked at. */
  readonly column: Name | readonly [Name, Name, ...Name[]];
  /** The name of the reference set. */
  readonly to: string;
  /**
   * A column of days: the entry must be valid on the record's day. Needs a set whose entries have effective dates.
   * For a record without a day it only has to be known. @defaultValue it has to be known, whenever
   */
  readonly asOf?: Name | undefined;
  /** @defaultValue `"error"` */
  readonly severity?: FindingWeight | undefined;
}

/** The strict reading of references. */
export const referencesSchema = z
  .array(
    z.strictObject({
      column: z.union([z.string(), z.array(z.string()).min(2)], "must be a column, or several"),
      to: z.string().min(1),
      asOf: z.string().optional(),
      severity: z.enum(["error", "warning"]).default("error"),
    }),
  )
  .default([]);

type ResolvedReference = z.output<typeof referencesSchema>[number];

/** A reference with every default filled in, as feeds have it. */
interface DeclaredReference extends Omit<ResolvedReference, "column"> {
  readonly column: string | readonly string[];
}

/** The columns of a reference, one or several. */
export function columnsOf({ column }: Pick<DeclaredReference, "column">): readonly string[] {
  return typeof column === "string" ? [column] : column;
}

/** Whether a reference is a single value that only has to be known. */
export function isPlainReference({ column, asOf }: Pick<DeclaredReference, "column" | "asOf">): boolean {
  return typeof column === "string" && asOf === undefined;
}

/** Where references speak of columns that are not there, or have no days. */
export function checkReferences({
  columns,
  references,
}: {
  readonly columns: Readonly<Record<string, Column>>;
  readonly references: readonly ResolvedReference[];
}): readonly RelationProblem[] {
  return references.flatMap(({ column, asOf }, at) => [
    ...(typeof column === "string"
      ? checkKind(columns, column, ["references", at, "column"])
      : column.flatMap((name, part) => checkKind(columns, name, ["references", at, "column", part]))),
    ...(asOf === undefined
      ? []
      : checkKind(columns, asOf, ["references", at, "asOf"], { types: ["date"], verb: "is no day" })),
  ]);
}
