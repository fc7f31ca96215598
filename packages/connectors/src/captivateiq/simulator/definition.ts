import { parseOptions } from "@spm-ops/core";
import { z } from "zod";

const id = z.guid();
const name = z.string().min(1);
const date = z.iso.date();

const column = z.strictObject({
  name,
  type: z.enum(["text", "number", "date"]).default("text"),
  isUniqueId: z.boolean().default(false),
});

const dataWorksheet = z.strictObject({
  id,
  name,
  workbook: z.strictObject({ id, name }),
  columns: z
    .array(column)
    .min(1)
    .refine((columns) => columns.filter(({ isUniqueId }) => isUniqueId).length === 1, {
      message: "one column, and only one, is the unique id",
    }),
  durationMs: z.number().nonnegative().optional(),
});

/** Shows the records of a data worksheet. */
const view = z.strictObject({ id, name, of: id });

const payout = z.strictObject({
  payoutDate: date,
  plan: z.strictObject({ id, name }),
  periodGroup: z.strictObject({ id, name }),
  employee: name,
  amount: name,
  isLocked: z.boolean().default(false),
});

const reportModel = z.strictObject({
  id,
  name,
  type: z.enum(["time_series", "visualization"]).default("time_series"),
  periodDates: z.array(date).default([]),
  worksheets: z.array(view).min(1),
});

const definition = z
  .strictObject({
    organization: z.strictObject({ id, name }),
    users: z.array(z.strictObject({ email: name, token: name })).min(1),
    dataWorksheets: z.array(dataWorksheet).min(1),
    transformationWorksheets: z.array(view).default([]),
    payouts: z.array(payout).default([]),
    payoutWorksheets: z.array(name).default([]),
    reportModels: z.array(reportModel).default([]),
  })
  .superRefine(({ dataWorksheets, transformationWorksheets, reportModels }, { addIssue }) => {
    const known = new Set(dataWorksheets.map((each) => each.id));
    const check = (of: string, path: (string | number)[]) => {
      if (!known.has(of)) addIssue({ code: "custom", path, message: `there is no data worksheet ${of}` });
    };
    for (const [at, { of }] of transformationWorksheets.entries()) {
      check(of, ["transformationWorksheets", at, "of"]);
    }
    for (const [at, { worksheets }] of reportModels.entries()) {
      for (const [inner, { of }] of worksheets.entries()) {
        check(of, ["reportModels", at, "worksheets", inner, "of"]);
      }
    }
  });

/**
 * What the simulated organization holds.
 *
 * - `dataWorksheets`: a cell of a `number` or `date` column that is none fails the whole import, and so does a blank
 *   unique id, or under `insert_only` one that is there already.
 * - `transformationWorksheets` and the worksheets of `reportModels` show the records of a data worksheet.
 * - `payouts`: the rows of all payout exports; each of `payoutWorksheets` shows the same rows.
 */
export type SimulatedOrganization = z.input<typeof definition>;
export type OrganizationDefinition = z.output<typeof definition>;
export type WorksheetDefinition = OrganizationDefinition["dataWorksheets"][number];
export type PayoutDefinition = OrganizationDefinition["payouts"][number];

/** The definition with its defaults, or SpmError `config.invalid` with all that is wrong with it. */
export function parseOrganization(organization: SimulatedOrganization): OrganizationDefinition {
  return parseOptions(definition, organization, "the simulated organization");
}
