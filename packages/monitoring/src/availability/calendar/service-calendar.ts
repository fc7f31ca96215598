import { type BusinessCalendar, type InstantPeriod, isZone, parseOptions } from "@spm-ops/core";
import { z } from "zod";
import { localDates, toLocalPeriod } from "./local-day.js";
import { intersect, type Periods, toPeriods } from "./periods.js";

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

const hours = z
  .strictObject({
    from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a local time from 00:00 to 23:59"),
    to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "a local time from 00:00 to 24:00"),
  })
  .refine(({ from, to }) => from !== to, {
    path: ["to"],
    message: "is the same as from; a whole day is 00:00 to 24:00",
  });

const hoursOfDay = z.array(hours);

const serviceCalendarDocument = z.strictObject({
  title: z.string().min(1),
  zone: z.string().refine(isZone, "is no time zone that this runtime knows; write it as America/New_York"),
  weekdays: z.partialRecord(z.enum(WEEKDAYS), hoursOfDay),
  holidays: hoursOfDay.default([]),
  exceptions: z
    .array(z.strictObject({ date: z.iso.date(), title: z.string().min(1), hours: hoursOfDay }))
    .default([]),
});

/**
 * When an application has to be there, in local time.
 *
 * `weekdays` gives the hours of each weekday; one that is absent has none. `holidays` gives those of the days that the
 * business calendar names as holidays (none unless said otherwise), `exceptions` those of single dates, before all else.
 * Hours that end at or before their begin end on the next day.
 */
export type ServiceCalendarDeclaration = z.input<typeof serviceCalendarDocument>;

export interface ServiceCalendar {
  readonly title: string;
  readonly zone: string;
  /** The service time of a period. Adjacent periods together give what the whole gives. */
  serviceTime(period: InstantPeriod): Periods;
}

/** An application that has to be there day and night. */
export const ALWAYS: ServiceCalendar = Object.freeze({
  title: "day and night",
  zone: "UTC",
  serviceTime: (period: InstantPeriod) => toPeriods([period]),
});

/**
 * Declares when an application has to be there.
 *
 * @throws SpmError `config.invalid` with everything that is wrong, each with its path.
 */
export function defineServiceCalendar(
  declaration: ServiceCalendarDeclaration,
  { calendar }: { readonly calendar?: BusinessCalendar | undefined } = {},
): ServiceCalendar {
  const document = parseOptions(serviceCalendarDocument, declaration, "the service calendar");
  const { title, zone, weekdays } = document;
  const exceptions = new Map(document.exceptions.map(({ date, hours }) => [date, hours]));
  const holidays = new Set(calendar?.document.holidays.map(({ date }) => date));
  const hoursOf = (date: string) => {
    const weekday = WEEKDAYS[new Date(`${date}T00:00Z`).getUTCDay()] ?? "sunday";
    return exceptions.get(date) ?? (holidays.has(date) ? document.holidays : (weekdays[weekday] ?? []));
  };
  return Object.freeze({
    title,
    zone,
    serviceTime(period: InstantPeriod) {
      const times: InstantPeriod[] = [];
      for (const date of localDates(period, zone)) {
        for (const each of hoursOf(date)) times.push(toLocalPeriod(date, each).in(zone));
      }
      return intersect(toPeriods([period]), toPeriods(times));
    },
  });
}
