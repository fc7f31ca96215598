import { parseOptions } from "@spm-ops/core";
import { z } from "zod";

const clientId = z.string().min(1);

const client = z.union([
  z.strictObject({ clientId, clientSecret: z.string().min(1) }),
  z.strictObject({ clientId, user: z.string().min(1), certificate: z.string().min(1) }),
]);

const field = z.strictObject({
  name: z.string().regex(/^[A-Za-z]\w*$/),
  externalId: z.boolean().default(false),
  required: z.boolean().default(false),
  references: z.string().optional(),
});

const object = z.strictObject({
  name: z.string().regex(/^[A-Za-z]\w*$/),
  fields: z.array(field).min(1),
  records: z.array(z.record(z.string(), z.string())).default([]),
  durationMs: z.number().nonnegative().optional(),
});

const report = z.strictObject({
  id: z
    .string()
    .regex(/^00O[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/, "an id of 15 or 18 digits that begins with 00O"),
  name: z.string().min(1),
  object: z.string(),
  columns: z.array(z.string()).min(1),
  durationMs: z.number().nonnegative().optional(),
});

const definition = z
  .strictObject({
    clients: z.array(client).min(1),
    objects: z.array(object).min(1),
    reports: z.array(report).default([]),
  })
  .superRefine(({ objects, reports }, { addIssue }) => {
    const names = new Set(objects.map(({ name }) => name));
    const missing = (path: (string | number)[], name: string) =>
      addIssue({ code: "custom", path, message: `the org defines no ${name}` });
    objects.forEach(({ fields }, at) => {
      for (const { references } of fields) {
        if (references !== undefined && !names.has(references))
          missing(["objects", at, "fields"], references);
      }
    });
    reports.forEach((each, at) => {
      const fields = objects.find(({ name }) => name === each.object)?.fields.map(({ name }) => name);
      if (fields === undefined) missing(["reports", at, "object"], each.object);
      else
        for (const column of each.columns) {
          if (column !== "Id" && !fields.includes(column)) missing(["reports", at, "columns"], column);
        }
    });
  });

/**
 * What the simulated org holds.
 *
 * - `clients`: connected apps, with a secret or with the certificate of a key.
 * - `objects`: a field that is an `externalId` holds no value twice; one that is `required` none that is blank; one that
 *   `references` an object only ids of its records. Every object has an `Id` besides.
 * - `reports`: tabular ones, over all records of an object.
 *
 * A `durationMs` goes before the durations of the simulator.
 */
export type SimulatedOrg = z.input<typeof definition>;
export type OrgDefinition = z.output<typeof definition>;
export type ObjectDefinition = OrgDefinition["objects"][number];
export type ReportDefinition = OrgDefinition["reports"][number];
export type ClientDefinition = OrgDefinition["clients"][number];

/** The definition with its defaults, or SpmError `config.invalid` with all that is wrong with it. */
export function parseOrg(org: SimulatedOrg): OrgDefinition {
  return parseOptions(definition, org, "the simulated org");
}
