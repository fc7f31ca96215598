import { z } from "zod";

/** What we read of the vendor's replies, and no more. */
const id = z.string().min(1);

/** A time without a zone is taken as UTC; one that cannot be read is none. */
const instant = z
  .string()
  .nullish()
  .transform((text) => {
    if (!text) return undefined;
    const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
    return Number.isNaN(at) ? undefined : at;
  });

/** Free in its form: links and the words of errors stand somewhere in it. */
const details = z.unknown().optional();

export const uploadReply = z.object({ id, status: z.string().nullish(), details });
export type Upload = z.output<typeof uploadReply>;

export const jobReply = z.object({ id, status: z.string(), description: z.string().nullish(), details });
export type Job = z.output<typeof jobReply>;

/** A start is answered with a job, whatever else it tells. */
export const startReply = z.object({ id });

/** The vendor's envelope of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ next: z.string().nullish(), data: z.array(item) });
}

export const worksheet = z.object({ id, name: z.string() });
export const organization = z.object({ id, name: z.string() });
export const payoutDate = z.object({ payout_date: z.iso.date() });
/** Documented as a text in JSON. */
export const templateReply = z.string();

const count = z.number().int().nonnegative();
const aggregation = z.object({
  id,
  created_at: instant,
  completed_at: instant,
  status: z.string(),
  user_email: z.string().nullish(),
  jobs_count: count,
  processed_jobs_count: count,
  successful_jobs_count: count,
  failed_jobs_count: count,
  revoked_jobs_count: count,
});
export type Aggregation = z.output<typeof aggregation>;

/** Declared as a bare list, unlike all others; read in either form. */
export const aggregationList = z.union([
  z.array(aggregation),
  z.object({ data: z.array(aggregation) }).transform(({ data }) => data),
]);
