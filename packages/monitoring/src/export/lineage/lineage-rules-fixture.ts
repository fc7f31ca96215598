import { z } from "zod";

/** The rules of the published specification of run events (version 2-0-2) and its facets that matter here. */
const uri = z.url();
const facet = { _producer: uri, _schemaURL: uri.regex(/\.json#\/\$defs\/\w+$/) };
const uuid = z.uuid();
const time = z.iso.datetime({ offset: true });
const count = z.int();
const job = { namespace: z.string().min(1), name: z.string().min(1) };

/** Facets are open by the specification; here they are closed, so that no field is written that it does not have. */
const event = z.strictObject({
  eventType: z.enum(["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"]),
  eventTime: time,
  run: z.strictObject({
    runId: uuid,
    facets: z.strictObject({
      nominalTime: z.strictObject({ ...facet, nominalStartTime: time }).optional(),
      parent: z
        .strictObject({ ...facet, run: z.strictObject({ runId: uuid }), job: z.strictObject(job) })
        .optional(),
      errorMessage: z
        .strictObject({ ...facet, message: z.string(), programmingLanguage: z.string() })
        .optional(),
    }),
  }),
  job: z.strictObject({
    ...job,
    facets: z.strictObject({
      jobType: z.strictObject({
        ...facet,
        processingType: z.enum(["BATCH", "STREAMING", "SERVICE"]),
        integration: z.string(),
        jobType: z.string(),
      }),
    }),
  }),
  inputs: z.array(
    z.strictObject({
      ...job,
      inputFacets: z
        .strictObject({
          dataQualityMetrics: z.strictObject({
            ...facet,
            rowCount: count.optional(),
            bytes: count.optional(),
            fileCount: count.optional(),
            columnMetrics: z.record(z.string(), z.unknown()),
          }),
        })
        .optional(),
    }),
  ),
  outputs: z.array(
    z.strictObject({
      ...job,
      outputFacets: z
        .strictObject({
          outputStatistics: z.strictObject({
            ...facet,
            rowCount: count.optional(),
            size: count.optional(),
            fileCount: count.optional(),
          }),
        })
        .optional(),
    }),
  ),
  producer: uri,
  schemaURL: uri,
});

const ENDS = ["COMPLETE", "ABORT", "FAIL"];

/**
 * Checks the events of runs as a receiver that takes the specification at its word: each event, and of each run one
 * `START` that comes first and at most one end that comes last.
 */
export function checkLineage(events: readonly unknown[]): readonly string[] {
  const problems: string[] = [];
  const byRun = new Map<string, { type: string; at: number }[]>();
  for (const each of events) {
    const parsed = event.safeParse(each);
    if (!parsed.success) {
      problems.push(z.prettifyError(parsed.error));
      continue;
    }
    const { runId } = parsed.data.run;
    const told = byRun.get(runId) ?? [];
    told.push({ type: parsed.data.eventType, at: Date.parse(parsed.data.eventTime) });
    byRun.set(runId, told);
  }
  for (const [runId, told] of byRun) {
    const types = told.map(({ type }) => type);
    if (types[0] !== "START" || types.lastIndexOf("START") > 0) problems.push(`${runId}: ${types.join()}`);
    const ends = types.filter((type) => ENDS.includes(type));
    if (ends.length > 1 || (ends.length === 1 && !ENDS.includes(types.at(-1) ?? "")))
      problems.push(`${runId}: ${types.join()}`);
    if (told.some(({ at }, place) => at < (told[place - 1]?.at ?? at)))
      problems.push(`${runId}: goes back in time`);
  }
  return problems;
}
