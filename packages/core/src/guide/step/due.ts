import { z } from "zod";
import type { BusinessCalendar } from "../../schedule/business-calendar.js";
import { isZone } from "../../schedule/clock-change.js";
import { toInstants, toLocalTime } from "../../schedule/zoned-time.js";

/** The schema of a due time. */
export const dueSchema = z.union([
  z.strictObject({ afterMs: z.number().positive() }),
  z.strictObject({
    workingDays: z.int().nonnegative(),
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day, written as 17:30"),
    zone: z.string().refine(isZone, "is no time zone that this runtime knows; write it as America/New_York"),
    calendar: z.string(),
  }),
]);

/**
 * When something is due, counted from the moment at which its wait begins: so many milliseconds after it, or at a time
 * of day so many working days after it, by a business calendar of the guide. Zero working days is the same day, or the
 * next working day after a day off.
 */
export type Due = Readonly<z.infer<typeof dueSchema>>;

/**
 * The instant at which something is due, in milliseconds since 1970. Never before the wait begins: a time of day that
 * has passed by then falls on the next working day.
 */
export function toDueInstant(due: Due, fromMs: number, calendars: readonly BusinessCalendar[]): number {
  if ("afterMs" in due) return fromMs + due.afterMs;
  const calendar = calendars.find(({ id }) => id === due.calendar);
  if (calendar === undefined) throw new TypeError(`the guide has no calendar ${due.calendar}`);
  const [from = ""] = toLocalTime(fromMs, due.zone).split("T");
  const first = calendar.roll(from, "next");
  const date = due.workingDays === 0 ? first : calendar.addWorkingDays(from, due.workingDays);
  const instantMs = instantOf(date, due);
  return instantMs >= fromMs ? instantMs : instantOf(calendar.addWorkingDays(date, 1), due);
}

function instantOf(date: string, { at, zone }: { readonly at: string; readonly zone: string }): number {
  const instants = toInstants(`${date}T${at}`, zone);
  if (instants.kind === "one") return instants.instantMs;
  return instants.kind === "gap" ? instants.nextValidMs : instants.firstMs;
}
