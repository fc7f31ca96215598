import { z } from "zod";
import type { Column, FindingWeight } from "./column.js";
import { checkKind, type RelationProblem } from "./relation-problem.js";

/** How the records of a feed belong to business periods. */
export interface FeedPeriod<Name extends string = string> {
  /** The column of days by which a record belongs to a period. Records without a day are not looked at. */
  readonly column: Name;
  /**
   * How the days lie to the period that the file's name tells by `{period}` or `{date}`: `any` compares nothing.
   * A file of which no record belongs to the period is refused. @defaultValue every day inside, else an error
   */
  readonly within?: PeriodTolerance | "any" | undefined;
  /** How bad a day before the `closedBefore` of the validation is. @defaultValue `"error"` */
  readonly closed?: FindingWeight | undefined;
}

/** How far outside of the period a day may lie. */
export interface PeriodTolerance {
  /** @defaultValue 0 */
  readonly daysBefore?: number | undefined;
  /** @defaultValue 0 */
  readonly daysAfter?: number | undefined;
  /** @defaultValue `"error"` */
  readonly severity?: FindingWeight | undefined;
}

const severity = z.enum(["error", "warning"]).default("error");
const days = z.int().min(0).max(36_600).default(0);

/** The strict reading of a feed's period. */
export const periodSchema = z.strictObject({
  column: z.string(),
  within: z
    .union([z.literal("any"), z.strictObject({ daysBefore: days, daysAfter: days, severity })])
    .prefault({}),
  closed: severity,
});

/** The parts of a feed that its period speaks of. */
interface PeriodFeed {
  readonly fileName: string;
  readonly columns: Readonly<Record<string, Column>>;
  readonly period?: z.output<typeof periodSchema> | undefined;
}

/** Where a period speaks of a column that has no days, or of a name that tells no period. */
export function checkPeriod({ fileName, columns, period }: PeriodFeed): readonly RelationProblem[] {
  if (period === undefined) return [];
  const problems = checkKind(columns, period.column, ["period", "column"], {
    types: ["date"],
    verb: "is no day",
  });
  if (period.within === "any" || /\{(period|date)\}/.test(fileName)) return problems;
  const message = `the file name "${fileName}" tells no {period} and no {date}; say "any"`;
  return [...problems, { path: ["period", "within"], message }];
}
