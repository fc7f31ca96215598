import { SpmError } from "@spm-ops/core";
import { z } from "zod";

/** One table with its schema, as every query has to name it. */
export const schemaTable = z.string().regex(/^\w+\.\w+$/, "must be a table with its schema: schema.table");

export const selectedColumns = z.array(z.string().regex(/^\w+$/, "must be the name of a column")).min(1);

/** A command with a place to be filled in. */
export function template(place: string) {
  return z
    .string()
    .regex(/^[^;]+$/, "must be one command without a semicolon")
    .refine((command) => command.split(place).length === 2, `must have ${place} in it, once`);
}

/** Commands that the vendor runs in the background unless they are told otherwise. */
const ASYNCHRONOUS = /^\s*incent\s+(?:create\s+batches|reset|calculate)\b/i;

/** One command of the vendor's language that is a process. */
export const commandText = z
  .string()
  .min(1)
  .refine((command) => !holdsSemicolon(command), "must be one command without a semicolon")
  .refine(
    (command) => !/^\s*(?:invoke|abort)\b/i.test(command),
    "must not invoke or abort: pipelines are processes by their own names",
  )
  .refine(
    (command) => !ASYNCHRONOUS.test(command),
    'must be synchronous ("incent synchronous …"), as nothing else tells how it ends',
  );

function holdsSemicolon(command: string): boolean {
  return command.replace(/'(?:[^']|'')*'/g, "").includes(";");
}

/**
 * A command with a name filled in. How names with other signs are written is not documented: where the place stands
 * between quotes, as the customer has tried it, they may hold anything that does not end these.
 *
 * @throws SpmError `config.invalid` for a name that cannot be written
 */
export function fillIn(command: string, place: string, name: string): string {
  const isQuoted = /["'`]/.test(command.charAt(command.indexOf(place) - 1));
  if (isQuoted ? /^[^"'`;\\\p{Cc}]+$/u.test(name) : /^[\w.$-]+$/.test(name)) {
    return command.replace(place, () => name);
  }
  const issue = `"${name}" cannot be written into "${command}"; names with such signs need quotes around ${place}`;
  throw new SpmError("config.invalid", `${issue}, or another name.`, { issues: [issue] });
}

/** What is selected, as the options have it. */
export interface Selection {
  readonly columns: readonly string[];
  readonly from: string;
  readonly where?: string | undefined;
  readonly orderBy?: readonly string[] | undefined;
}

/** The query of a selection. Columns are always listed, as results come without their names. */
export function toSelect({ columns, from, where, orderBy }: Selection): string {
  return [
    `SELECT ${columns.join(", ")} FROM ${from}`,
    ...(where === undefined ? [] : [`WHERE ${where}`]),
    ...(orderBy === undefined ? [] : [`ORDER BY ${orderBy.join(", ")}`]),
  ].join(" ");
}

/** An RSQL filter for one value; a text with other signs than of words is quoted. */
export function toFilter(field: string, value: string): string {
  return `${field}==${/^[\w.-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`}`;
}
