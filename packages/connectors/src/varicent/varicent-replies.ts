import { z } from "zod";

/** What we read of the vendor's replies, and no more. Ids are numbers there and text here. */
const id = z.union([z.number().int(), z.string().min(1)]).transform(String);

/** A time without a zone is taken as UTC; one that cannot be read is none. */
const instant = z
  .string()
  .nullish()
  .transform((text) => {
    if (!text) return undefined;
    const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
    return Number.isNaN(at) ? undefined : at;
  });

const words = z
  .string()
  .nullish()
  .transform((text) => text ?? "");

export const importList = z.array(
  z.object({ importId: id, name: z.string(), filename: z.string().nullish() }),
);
export const calculationList = z.array(z.object({ calculationId: id, name: z.string() }));

/** An item of the scheduler, with how its latest run ended. */
export interface ScheduleItem {
  readonly id: string;
  readonly name: string;
  readonly activation: string;
  /** By the vendor's clock, in milliseconds since 1970. */
  readonly lastRun: number | undefined;
  readonly lastRunStatus: string;
  readonly childScheduleItems: readonly ScheduleItem[];
}

export const scheduleItem: z.ZodType<ScheduleItem> = z.object({
  id,
  name: z.string(),
  activation: words,
  lastRun: instant,
  lastRunStatus: words,
  childScheduleItems: z
    .lazy(() => z.array(scheduleItem))
    .nullish()
    .transform((children) => children ?? []),
});
export const scheduleTree = z.array(scheduleItem);

const activity = z.object({
  progressId: id,
  userId: words,
  type: words,
  status: z.string(),
  time: instant,
  percent: z.number().nullish(),
  description: words,
  message: words,
  messageDetails: words,
});
export const activityList = z.array(activity);
/** One activity was seen alone and in a list. */
export const liveReply = z.union([activityList, activity.transform((only) => [only])]);

/** Something that runs or ran. */
export type Activity = z.output<typeof activity>;

/** A start is answered with links whose last part is the number of the run; an answer without them started nothing known. */
export const startReply = z
  .object({ liveactivities: z.string().regex(/\/\d+\/?$/, "a link that ends in a number") })
  .transform(({ liveactivities }) => /(\d+)\/?$/.exec(liveactivities)?.[1] ?? "");

export const globalActionReply = z.boolean();
export const fileNameList = z.array(z.string());
/** Documented with its `uuid` only. */
export const publishedList = z.array(z.object({ uuid: z.string().min(1), filename: z.string().nullish() }));
export const loginReply = z.object({ token: z.string().min(1) });
