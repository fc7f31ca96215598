import { parseOptions } from "@spm-ops/core";
import { z } from "zod";

const text = z.string().min(1);

const resource = z.strictObject({
  api: z.enum(["fscmRestApi", "crmRestApi", "hcmRestApi"]).default("fscmRestApi"),
  name: text,
  columns: z.array(text).min(1),
  rows: z.array(z.array(z.string())).default([]),
  largestPage: z.number().int().positive().default(500),
  tellsHasMore: z.boolean().default(true),
});

const job = z.strictObject({
  package: text,
  definition: text,
  loads: text.optional(),
  exports: text.optional(),
  end: z.enum(["SUCCEEDED", "WARNING", "ERROR"]).default("SUCCEEDED"),
});

const importActivities = z.strictObject({
  objectAttribute: text,
  attributes: z.array(text).default([]),
  objects: z.array(z.strictObject({ code: text, resource: text })).min(1),
  statusAttribute: text,
  words: z.strictObject({ waiting: text, running: text, succeeded: text, failed: text, cancelled: text }),
  counts: z.strictObject({ read: text, written: text, rejected: text }),
  cancelValue: text,
});

const definition = z
  .strictObject({
    users: z.array(z.strictObject({ user: text, password: text })).min(1),
    clients: z.array(z.strictObject({ clientId: text, clientSecret: text, scope: text })).default([]),
    accounts: z.array(text).min(1),
    resources: z.array(resource).default([]),
    jobs: z.array(job).default([]),
    importActivities: importActivities.optional(),
  })
  .superRefine(({ resources, jobs, importActivities: imports }, { addIssue }) => {
    const check = (name: string | undefined, path: (string | number)[]) => {
      if (name === undefined || resources.some((each) => each.name === name)) return;
      addIssue({ code: "custom", path, message: `the environment defines no resource ${name}` });
    };
    jobs.forEach(({ loads, exports }, at) => {
      check(loads, ["jobs", at, "loads"]);
      check(exports, ["jobs", at, "exports"]);
    });
    imports?.objects.forEach((each, at) => {
      check(each.resource, ["importActivities", "objects", at, "resource"]);
    });
  });

/**
 * What the simulated environment holds; every name of a job, account, object or attribute is made up by who defines it.
 *
 * - `resources`: records, at first `rows`; never more than `largestPage` at once.
 * - `jobs`: one that `loads` reads the document that it is submitted with into a resource, and ends as WARNING when a row
 *   has not as many cells as the header, or as ERROR without all columns; one that `exports` writes a resource.
 * - `importActivities`: `words` are the values of `statusAttribute`, and `attributes` are known besides the usual ones.
 */
export type SimulatedEnvironment = z.input<typeof definition>;
export type EnvironmentDefinition = z.output<typeof definition>;
export type ResourceDefinition = EnvironmentDefinition["resources"][number];
export type JobDefinition = EnvironmentDefinition["jobs"][number];
export type ImportDefinition = NonNullable<EnvironmentDefinition["importActivities"]>;

/** The definition with its defaults, or SpmError `config.invalid` with all that is wrong with it. */
export function parseEnvironment(environment: SimulatedEnvironment): EnvironmentDefinition {
  return parseOptions(definition, environment, "the simulated environment");
}
