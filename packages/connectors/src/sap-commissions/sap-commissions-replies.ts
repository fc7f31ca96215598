import { z } from "zod";

/** What we read of the vendor's replies, and no more. Ids have more digits than a number keeps; here they are text. */
const id = z.union([z.string().min(1), z.number().int()]).transform(String);

/** Another object: its id, or, where it is expanded, an object with the id as `key` or as its first field. */
const reference = z
  .union([
    id,
    z.record(z.string(), z.unknown()).transform((all) => String(all["key"] ?? Object.values(all)[0])),
  ])
  .nullish()
  .transform((seq) => seq ?? "");

const instant = z
  .string()
  .nullish()
  .transform((text) => {
    const at = Date.parse(text ?? "");
    return Number.isNaN(at) ? undefined : at;
  });

const words = z
  .string()
  .nullish()
  .transform((text) => text ?? "");

const count = z
  .union([z.number().int().nonnegative(), z.string().regex(/^\d+$/).transform(Number)])
  .nullish()
  .transform((number) => number ?? undefined);

export const pipeline = z.object({
  pipelineRunSeq: id,
  command: words,
  stageType: reference,
  state: z.string().min(1),
  status: words,
  runProgress: z.union([z.string(), z.number()]).nullish().transform(String),
  dateSubmitted: instant,
  period: reference,
  processingUnit: reference,
  batchName: words,
  message: words,
  numErrors: count,
  numWarnings: count,
});

/** A pipeline run, as the vendor tells of it. */
export type PipelineRun = z.output<typeof pipeline>;

/** The first pipeline of a start; an answer without it started nothing known. */
export const startReply = z
  .object({ pipelines: z.object({ "0": z.array(id).min(1) }) })
  .transform(({ pipelines }) => pipelines["0"][0] ?? "");

export const calendar = z.object({ calendarSeq: id, name: z.string() });
export const processingUnit = z.object({ processingUnitSeq: id, name: z.string() });
export const period = z.object({
  periodSeq: id,
  name: z.string(),
  startDate: instant,
  endDate: instant,
  calendar: reference,
});

/** A period of a calendar; its end is the beginning of the next one. */
export type Period = z.output<typeof period>;

export const messageLog = z.object({ messageLogSeq: id, sourceSeq: reference });
/** A row in the vendor's form. */
export const anyRow = z.record(z.string(), z.unknown());

/** What a refused start says of the first pipeline, or of one of its fields. */
export const startRefusal = z.object({
  pipelines: z.object({ "0": z.union([z.string(), z.record(z.string(), z.string())]) }),
});

/** A page of a list: an object in which the resource's name leads to its items. */
export function pageOf<Item extends z.ZodType>(resource: string, item: Item) {
  const at = (reply: unknown, field: string): unknown => Reflect.get(Object(reply), field);
  return z.preprocess(
    (reply) => ({ items: at(reply, resource), next: at(reply, "next") }),
    z.object({ items: z.array(item), next: z.string().nullish() }),
  );
}
