import { z } from "zod";
import type { Column, FindingWeight } from "./column.js";
import { checkKind, type RelationProblem } from "./relation-problem.js";
import { checkValidity, type FeedValidity, validityFields } from "./validity-rule.js";

/**
 * The intervals in which the records of a key are valid: no two of a key share a day. Records without a whole key are
 * not looked at. Takes about 200 bytes of memory a record, and the key's own length a key.
 */
export interface FeedIntervals<Name extends string = string> extends FeedValidity<Name> {
  readonly key: readonly Name[];
  /** How bad an overlap is, told of the later record, and an interval without a day. @defaultValue `"error"` */
  readonly severity?: FindingWeight | undefined;
  /** How bad it is when days between the intervals of a key are in none of them. @defaultValue `"allowed"` */
  readonly gaps?: FindingWeight | "allowed" | undefined;
}

/**
 * Who is below whom. No circles, and every parent has a record of its own. Takes about 200 bytes of memory a record,
 * and the length of its two cells.
 */
export interface FeedHierarchy<Name extends string = string> {
  readonly child: Name;
  /** Empty at the top. */
  readonly parent: Name;
  /** The days on which a record counts: a circle is one when it exists on some day. @defaultValue always */
  readonly valid?: FeedValidity<Name> | undefined;
  /** Whether a record that is its own parent stands at the top, too, instead of in a circle. @defaultValue false */
  readonly ownParentIsTop?: boolean | undefined;
  /** How bad a circle is. @defaultValue `"error"` */
  readonly circle?: FindingWeight | undefined;
  /** How bad a parent without a record is: `allowed` when other files hold the rest. @defaultValue `"error"` */
  readonly missingParent?: FindingWeight | "allowed" | undefined;
}

const weight = z.enum(["error", "warning"]);
const weightOrNone = z.enum(["error", "warning", "allowed"]);

/** The strict reading of intervals. */
export const intervalsSchema = z.strictObject({
  ...validityFields,
  key: z.array(z.string()).min(1),
  severity: weight.default("error"),
  gaps: weightOrNone.default("allowed"),
});

/** The strict reading of a hierarchy. */
export const hierarchySchema = z.strictObject({
  child: z.string(),
  parent: z.string(),
  valid: z.strictObject(validityFields).optional(),
  ownParentIsTop: z.boolean().default(false),
  circle: weight.default("error"),
  missingParent: weightOrNone.default("error"),
});

/** The parts of a feed that its structure speaks of. */
interface StructuredFeed {
  readonly columns: Readonly<Record<string, Column>>;
  readonly intervals?: z.output<typeof intervalsSchema> | undefined;
  readonly hierarchy?: z.output<typeof hierarchySchema> | undefined;
}

/** Where intervals and hierarchy speak of columns that are not there, or cannot be what they are said to be. */
export function checkStructure({
  columns,
  intervals,
  hierarchy,
}: StructuredFeed): readonly RelationProblem[] {
  const problems: RelationProblem[] = [];
  if (intervals !== undefined) {
    const { key } = intervals;
    problems.push(...key.flatMap((name, at) => checkKind(columns, name, ["intervals", "key", at])));
    problems.push(...checkValidity(columns, intervals, ["intervals"]));
  }
  if (hierarchy !== undefined) {
    const { child, parent, valid } = hierarchy;
    const names = { types: ["text", "integer", "enumeration"], verb: "names nobody" } as const;
    problems.push(...checkKind(columns, child, ["hierarchy", "child"], names));
    problems.push(...checkKind(columns, parent, ["hierarchy", "parent"], names));
    if (child === parent) {
      problems.push({ path: ["hierarchy", "parent"], message: `column "${parent}" is child and parent` });
    }
    if (valid !== undefined) problems.push(...checkValidity(columns, valid, ["hierarchy", "valid"]));
  }
  return problems;
}
