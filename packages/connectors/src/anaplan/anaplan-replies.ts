import { z } from "zod";

/** What we read of the vendor's replies, and no more. Ids are text. Empty collections come without their key. */
const envelope = z.object({
  status: z.object({ code: z.number() }),
  meta: z.object({ paging: z.object({ totalSize: z.number() }).optional() }).optional(),
});

const importObject = z.object({
  id: z.string(),
  name: z.string(),
  importDataSourceId: z.string().optional(),
});

/** A page of a collection. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly meta?: { readonly paging?: { readonly totalSize: number } | undefined } | undefined;
}

/** Reads a page of a collection, whatever its key is called. The envelope has to be there: an empty page says something. */
export function pageOf<Item extends z.ZodType>(key: string, item: Item) {
  const withItems = (body: unknown) => {
    const page = z.record(z.string(), z.unknown()).safeParse(body).data;
    return page === undefined ? body : { ...page, items: page[key] };
  };
  return z.preprocess(withItems, envelope.extend({ items: z.array(item).default([]) }));
}

/** A page of what can be started; only imports tell what they read. */
export const objectPageOf = (collection: string) => pageOf(collection, importObject);
export const chunkPage = pageOf("chunks", z.object({ id: z.string() }));
export const taskPage = pageOf("tasks", z.object({ taskId: z.string(), creationTime: z.number() }));

export type ImportObject = z.output<typeof importObject>;

const importSource = z.object({
  textEncoding: z.string().nullish(),
  columnSeparator: z.string().nullish(),
  textDelimiter: z.string().nullish(),
  headerRow: z.number().nullish(),
  headerNames: z.array(z.string().nullable()).nullish(),
});

export type ImportSource = z.output<typeof importSource>;

export const importReply = z.object({ importMetadata: z.object({ source: importSource.nullish() }) });

export const fileReply = z.object({ file: z.object({ id: z.string() }) });

/** Published with and without the envelope. */
export const startReply = z
  .union([
    z.object({ task: z.object({ taskId: z.string().min(1) }) }),
    z.object({ taskId: z.string().min(1) }),
  ])
  .transform((reply) => ("task" in reply ? reply.task.taskId : reply.taskId));

const detail = z.object({
  localMessageText: z.string().nullish(),
  type: z.string().nullish(),
  values: z.array(z.string().nullable()).nullish(),
});

const partResult = z.object({
  objectId: z.string().nullish(),
  objectName: z.string().nullish(),
  successful: z.boolean(),
  failureDumpAvailable: z.boolean().nullish(),
  details: z.array(detail).nullish(),
});

const result = partResult.extend({ nestedResults: z.array(partResult).nullish() });

export const taskReply = z.object({
  task: z.object({
    taskState: z.string(),
    currentStep: z.string().nullish(),
    progress: z.number().nullish(),
    result: result.nullish(),
  }),
});

export type AnaplanTask = z.output<typeof taskReply>["task"];
export type AnaplanResult = z.output<typeof result>;
export type AnaplanPartResult = z.output<typeof partResult>;
export type AnaplanDetail = z.output<typeof detail>;

export const userReply = z.object({ user: z.object({ id: z.string() }) });
export const modelReply = z.object({ model: z.object({ activeState: z.string() }) });
