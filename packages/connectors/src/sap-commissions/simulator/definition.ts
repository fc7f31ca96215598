import { parseOptions } from "@spm-ops/core";
import { z } from "zod";

const text = z.string().min(1);
const plainName = text.regex(/^[^'*]+$/, "cannot have a quote or a star");

const period = z.strictObject({
  name: plainName,
  startDate: z.iso.date(),
  endDate: z.iso.date(),
  type: text.default("month"),
});

const calendar = z.strictObject({ name: plainName, periods: z.array(period).default([]) });

const fileType = z
  .strictObject({
    type: z.string().regex(/^[A-Z0-9]{3,}$/),
    table: text,
    stageResource: z.string().regex(/^stage[A-Z]\w*s$/),
    columns: z.array(text).min(1),
    required: z.array(text).default([]),
    delimiter: z.string().length(1).default(","),
  })
  .refine(({ columns, required }) => required.every((column) => columns.includes(column)), {
    path: ["required"],
    message: "names a column that is none",
  });

const definition = z.strictObject({
  users: z.array(z.strictObject({ userId: text, password: text })).default([]),
  clients: z.array(z.strictObject({ clientId: text, clientSecret: text })).default([]),
  calendars: z.array(calendar).default([]),
  processingUnits: z.array(plainName).min(1).default(["Default"]),
  fileTypes: z.array(fileType).default([]),
  records: z.record(text, z.array(z.record(text, z.json()))).default({}),
});

/**
 * What the simulated tenant holds.
 *
 * - `users`: of the classic generation; `clients`: of the identity service.
 * - `calendars`: an `endDate` is the day after the last one of the period.
 * - `fileTypes`: what the drop box takes. A row without a value in a `required` column is rejected; a file without one of
 *   the columns fails its import.
 * - `records`: objects of other resources by the resource's name, without ids: `{ creditTypes: [{ creditTypeId: "A" }] }`.
 */
export type SimulatedTenant = z.input<typeof definition>;
export type TenantDefinition = z.output<typeof definition>;
export type FileTypeDefinition = TenantDefinition["fileTypes"][number];

/** The definition with its defaults, or SpmError `config.invalid` with all that is wrong with it. */
export function parseTenant(tenant: SimulatedTenant): TenantDefinition {
  return parseOptions(definition, tenant, "the simulated tenant");
}
