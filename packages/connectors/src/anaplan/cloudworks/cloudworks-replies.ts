import { z } from "zod";
import { type Page, pageOf } from "../anaplan-replies.js";

const moment = z
  .string()
  .nullish()
  .transform((text) => (text ? Date.parse(text) : undefined));

/** A run, as far as the vendor tells it; the latest run of what never ran is an empty object. */
const run = z.object({
  id: z.string().nullish(),
  startDate: moment,
  endDate: moment,
  success: z.boolean().nullish(),
  message: z.string().nullish(),
  executionErrorCode: z.number().nullish(),
  triggerSource: z.string().nullish(),
});

export type CloudWorksRun = z.output<typeof run>;

export const integrationPage = pageOf(
  "integrations",
  z.object({ integrationId: z.string(), name: z.string(), integrationType: z.string().nullish() }),
);

export const flowPage = pageOf(
  "integrationFlows",
  z.object({ id: z.string(), name: z.string(), latestRun: run.nullish() }),
);

const step = z.object({ referrer: z.string(), latestRun: run.nullish() });

export const flowReply = z.object({
  integrationFlow: z.object({ latestRun: run.nullish(), steps: z.array(step).nullish() }),
});

export type CloudWorksFlow = z.output<typeof flowReply>["integrationFlow"];

export const runReply = z.object({ run });

/** Published in an object of its own, and seen without it. */
export const startReply = z
  .union([z.object({ run: z.object({ id: z.string().min(1) }) }), z.object({ runId: z.string().min(1) })])
  .transform((reply) => ("run" in reply ? reply.run.id : reply.runId));

/** The history of an integration, page by page. */
export const historyPage = z
  .object({
    history_of_runs: z.object({
      runs: z.array(run.extend({ id: z.string() })).nullish(),
      totalRuns: z.number().nullish(),
    }),
  })
  .transform(({ history_of_runs: { runs, totalRuns } }): Page<CloudWorksRun & { readonly id: string }> => {
    const items = runs ?? [];
    return { items, meta: { paging: { totalSize: totalRuns ?? items.length } } };
  });

const runError = z.object({
  errorMessages: z
    .array(z.object({ actionId: z.string(), failureDumpGenerated: z.boolean().nullish() }))
    .nullish(),
});

/** What went wrong in a run: published as a list, seen as one object, and as an empty one where nothing did. */
export const errorReply = z
  .object({ runs: z.union([z.array(runError), runError]).nullish() })
  .transform(({ runs }) => [runs ?? []].flat().flatMap(({ errorMessages }) => errorMessages ?? []));
