import { z } from "zod";
import { PERIOD_KINDS, type PeriodKind } from "./calendar-period.js";
import { parseCron } from "./cron.js";

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a local time from 00:00 to 23:59");

const cronRule = z.strictObject({
  cron: z.string().superRefine((expression, { addIssue }) => {
    for (const problem of parseCron(expression).problems ?? [])
      addIssue({ code: "custom", message: problem });
  }),
});

const workingDayRule = z.strictObject({
  workingDay: z.int().refine((n) => n !== 0, "counts from 1, or from -1 for the last"),
  of: z.enum(PERIOD_KINDS),
  at: timeOfDay,
});

/** A day so far before the end of a period lies within it, also in the shortest. */
const MOST_DAYS_BEFORE: Readonly<Record<PeriodKind, number>> = {
  month: 27,
  quarter: 89,
  year: 364,
  "fiscal-period": 27,
  "fiscal-quarter": 90,
  "fiscal-year": 363,
};

const daysBeforeRule = z
  .strictObject({ daysBefore: z.int().min(0), endOf: z.enum(PERIOD_KINDS), at: timeOfDay })
  .refine(({ daysBefore, endOf }) => daysBefore <= MOST_DAYS_BEFORE[endOf], {
    path: ["daysBefore"],
    message: "is more days than the period has",
  });

/**
 * When a procedure is due, in local time.
 *
 * - `{ cron }`: minute, hour, day of the month, month, weekday. Lists, ranges, steps, three-letter names; `L` for the last
 *   day of the month; `FRI#2` and `5L` for the second and the last Friday of it. When day of the month and weekday are
 *   both restricted, either is enough; when one of them begins with `*`, both have to hold, as in Vixie cron.
 * - `{ workingDay, of, at }`: the n-th working day of each period, or from its end when negative; -1 is the last one.
 * - `{ daysBefore, endOf, at }`: so many days before the last day of each period; 0 is the last day itself.
 */
export type ScheduleRule =
  | Readonly<z.output<typeof cronRule>>
  | Readonly<z.output<typeof workingDayRule>>
  | Readonly<z.output<typeof daysBeforeRule>>;

/** Reads a rule by the key that tells its kind, so that problems are told of that kind alone. */
export const scheduleRule = z.looseObject({}).transform((rule, context): ScheduleRule => {
  const schema = "cron" in rule ? cronRule : "workingDay" in rule ? workingDayRule : daysBeforeRule;
  if (!["cron", "workingDay", "daysBefore"].some((key) => key in rule)) {
    context.addIssue({ code: "custom", message: "needs cron, workingDay or daysBefore" });
    return z.NEVER;
  }
  const parsed = schema.safeParse(rule);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: "custom", path, message });
  return z.NEVER;
});

/** The period that a rule speaks of; nothing for cron. */
export function periodOf(rule: ScheduleRule): PeriodKind | undefined {
  if ("workingDay" in rule) return rule.of;
  return "daysBefore" in rule ? rule.endOf : undefined;
}
