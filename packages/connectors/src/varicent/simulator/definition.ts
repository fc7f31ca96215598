import { parseOptions } from "@spm-ops/core";
import { z } from "zod";

const number = z.number().int().positive();
const text = z.string().min(1);

const user = z.strictObject({
  userId: text,
  apiKey: text.optional(),
  login: z.strictObject({ email: text, password: text }).optional(),
});

const simulatedImport = z.strictObject({
  importId: number,
  name: text,
  filename: text.max(100, "the vendor takes names of up to 100 characters"),
  table: text,
  columns: z.array(text).min(1),
  delimiter: z.string().length(1).default(","),
});

const calculation = z.strictObject({ calculationId: number, name: text });

const scheduleItem = z.strictObject({
  id: number,
  name: text,
  type: text,
  parent: number.optional(),
  enabled: z.boolean().default(true),
  stopOnFailure: z.boolean().default(false),
  runsImport: number.optional(),
  publishes: z.strictObject({ filename: text, table: text }).optional(),
  fails: z.boolean().default(false),
});

const definition = z
  .strictObject({
    model: text,
    users: z.array(user).min(1),
    imports: z.array(simulatedImport).default([]),
    calculations: z.array(calculation).default([]),
    scheduleItems: z.array(scheduleItem).default([]),
  })
  .superRefine(({ imports, scheduleItems }, { addIssue }) => {
    scheduleItems.forEach(({ parent, runsImport }, at) => {
      const missing = (field: string, id: number) =>
        addIssue({
          code: "custom",
          path: ["scheduleItems", at, field],
          message: `the model defines no ${id}`,
        });
      if (parent !== undefined && !scheduleItems.slice(0, at).some(({ id }) => id === parent)) {
        missing("parent", parent);
      }
      if (runsImport !== undefined && !imports.some(({ importId }) => importId === runsImport)) {
        missing("runsImport", runsImport);
      }
    });
  });

/**
 * What the simulated model holds.
 *
 * - `imports`: a row that has not as many cells as the header is left out, and the run completes "with errors"; a file
 *   without one of the columns fails it.
 * - `scheduleItems`: in the order in which they run; an item stands after its `parent`. `publishes` writes the rows of a
 *   table, the header first; `fails` makes the item end as `Error`.
 */
export type SimulatedModel = z.input<typeof definition>;
export type ModelDefinition = z.output<typeof definition>;
export type ImportDefinition = ModelDefinition["imports"][number];
export type ScheduleDefinition = ModelDefinition["scheduleItems"][number];

/** The definition with its defaults, or SpmError `config.invalid` with all that is wrong with it. */
export function parseModel(model: SimulatedModel): ModelDefinition {
  return parseOptions(definition, model, "the simulated model");
}
