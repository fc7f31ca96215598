import { parseOptions } from "@spm-ops/core";
import { z } from "zod";

const text = z.string().min(1);
const tableName = z.string().regex(/^\w+\.\w+$/, "must be a table with its schema");
const path = z.string().regex(/^(?:\/[^/]+)+$/, "must be a path from the root of the site");

const member = z.union([
  z.strictObject({ name: text, command: text }),
  z.strictObject({ name: text, readsFile: path, into: tableName }),
  z.strictObject({ name: text, needsFile: path }),
]);

const pipeline = z.strictObject({
  name: text,
  members: z.array(member).min(1),
  continueOnError: z.boolean().default(false),
});

const table = z.strictObject({
  name: tableName,
  columns: z.array(z.string().regex(/^\w+$/)).min(1),
  rows: z.array(z.array(z.string())).default([]),
});

const definition = z.strictObject({
  user: text,
  password: text,
  clientId: text,
  consumer: text,
  pipelines: z.array(pipeline).default([]),
  tables: z.array(table).default([]),
});

/**
 * What the simulated business holds.
 *
 * - `pipelines`: their members run one after another. `command` is one of the simulated commands; `readsFile` appends
 *   the rows of a file with a header to a table, and stands for the file functions, whose parameters are not public;
 *   `needsFile` is a condition.
 * - `tables`: besides those of orders that every business has. A name that one of these has replaces it.
 */
export type SimulatedBusiness = z.input<typeof definition>;
export type BusinessDefinition = z.output<typeof definition>;
export type PipelineDefinition = z.output<typeof pipeline>;
export type MemberDefinition = z.output<typeof member>;

/** The definition with its defaults, or SpmError `config.invalid` with all that is wrong with it. */
export function parseBusiness(business: SimulatedBusiness): BusinessDefinition {
  return parseOptions(definition, business, "the simulated business");
}
