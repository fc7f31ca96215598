import { z } from "zod";

/** What we read of the vendor's replies, and no more. */
const words = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => text ?? "");

/** A moment as text or as milliseconds; the vendor does not document which. One that cannot be read is none. */
const instant = z
  .unknown()
  .optional()
  .transform((value) => {
    const at = typeof value === "number" ? value : Date.parse(typeof value === "string" ? value : "");
    return Number.isNaN(at) ? undefined : at;
  });

export const loginReply = z.object({ access_token: z.string().min(1) });

/** A page of a collection: its envelope is not documented, so a list is taken as it is, or as the one list in an object. */
export function collectionOf<Item extends z.ZodType>(item: Item) {
  return z.preprocess((body) => {
    if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
    const lists = Object.values(body).filter(Array.isArray);
    return lists.length === 1 ? lists[0] : body;
  }, z.array(item));
}

export const pipeline = z.object({ id: z.string().min(1), name: z.string().min(1) });
export type Pipeline = z.output<typeof pipeline>;

export const session = z.looseObject({});

export const invocation = z.object({
  id: z.string().min(1),
  currentState: z.string(),
  status: words,
  description: words,
  objectName: words,
  invokedByType: words,
  createdInstant: instant,
  details: z
    .array(z.unknown())
    .nullish()
    .catch(undefined)
    .transform((details) => details ?? []),
});
/** One performance of a pipeline. */
export type Invocation = z.output<typeof invocation>;

/** A member of an invocation. Its shape is not documented; an invocation's own words are looked for. */
export const invocationDetail = z.object({
  objectName: words,
  status: z.string(),
  description: words,
});

const cell = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((value) => String(value ?? ""));
const count = z.union([z.number().int().nonnegative(), z.string().regex(/^\d+$/)]).transform(Number);

/** A page of a result: cells without the names of their columns. */
export const resultPage = z
  .object({ data: z.object({ rows: z.array(z.array(cell)), totalRows: count }) })
  .transform(({ data }) => data);
