import { type InstantPeriod, toInstants, toLocalTime } from "@spm-ops/core";

const DAY_MS = 86_400_000;

/** The date so many days later. */
function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Every local date of which some moment may lie in a period, with the one before. */
export function* localDates({ fromMs, toMs }: InstantPeriod, zone: string): Generator<string> {
  const last = toLocalTime(toMs, zone).slice(0, 10);
  let date = addDays(toLocalTime(fromMs, zone).slice(0, 10), -1);
  for (; date <= last; date = addDays(date, 1)) yield date;
}

/**
 * Local time of a day as a period: `{ from: "22:00", to: "06:00" }` ends on the next day, `24:00` is its midnight.
 *
 * It lasts as long as the clocks say so: both hours of an overlap lie within it, and a gap is no time.
 */
export function toLocalPeriod(
  date: string,
  { from, to }: { readonly from: string; readonly to: string },
): {
  in(zone: string): InstantPeriod;
} {
  const endDate = to <= from || to === "24:00" ? addDays(date, 1) : date;
  const end = to === "24:00" ? "00:00" : to;
  return {
    in: (zone) => ({
      fromMs: instantOf(`${date}T${from}`, zone),
      toMs: instantOf(`${endDate}T${end}`, zone),
    }),
  };
}

/** The first instant at which the clocks show a local time, or the one at which they went past it. */
function instantOf(localTime: string, zone: string): number {
  const instants = toInstants(localTime, zone);
  if (instants.kind === "one") return instants.instantMs;
  return instants.kind === "gap" ? instants.nextValidMs : instants.firstMs;
}

/** A month such as `2026-03` in a zone. @throws RangeError for a text that is no month. */
export function monthPeriod(month: string, zone: string): InstantPeriod {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
    throw new RangeError(`${month} is no month; write it as 2026-03`);
  const nextMonth = addDays(`${month}-28`, 4).slice(0, 7);
  return { fromMs: instantOf(`${month}-01T00:00`, zone), toMs: instantOf(`${nextMonth}-01T00:00`, zone) };
}
