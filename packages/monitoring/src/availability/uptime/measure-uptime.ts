import type { InstantPeriod } from "@spm-ops/core";
import { type Maintenance, maintenanceTime, type NoticePolicy } from "../calendar/maintenance.js";
import { intersect, subtract, toPeriods, totalMs } from "../calendar/periods.js";
import { ALWAYS, type ServiceCalendar } from "../calendar/service-calendar.js";
import type { AvailabilityFact, OutageReport } from "./availability-fact.js";
import { toTimeline } from "./timeline.js";

export interface UptimeTerms extends NoticePolicy {
  /** When it had to be there. @defaultValue day and night */
  readonly service?: ServiceCalendar | undefined;
  /** What is excused, as it was announced. @defaultValue nothing */
  readonly maintenance?: readonly Maintenance[] | undefined;
}

/** A time in which it was down, whole, whether or not it lies within the period and the service time. */
export interface Outage extends InstantPeriod {
  /** What of it counts: within the period and the service time, seen down, not excused. */
  readonly countedMs: number;
  readonly reports: readonly OutageReport[];
}

/** Where the time of a period went. The five parts are whole milliseconds and add up exactly to the period. */
export interface Uptime {
  readonly period: InstantPeriod;
  readonly upMs: number;
  readonly downMs: number;
  /** Service time that was maintenance as announced, whatever was seen meanwhile. */
  readonly excusedMs: number;
  /** Service time of which nothing is known: the monitor was down, or could not tell. */
  readonly unknownMs: number;
  readonly outOfServiceMs: number;
  /** Those of which something counts, in order of time. */
  readonly outages: readonly Outage[];
  /** Of what counts of an outage; 0 without any. */
  readonly longestMs: number;
}

/**
 * Measures where the time of a period went, from what was recorded of the looks.
 *
 * Time out of service comes before all else, then maintenance, then what was seen. Pure; periods that follow one another
 * add up. The bounds of the period are cut to whole milliseconds.
 */
export function measureUptime(
  facts: readonly AvailabilityFact[],
  period: InstantPeriod,
  { service = ALWAYS, maintenance = [], noticeMs }: UptimeTerms = {},
): Uptime {
  const whole = toPeriods([period]);
  const { up, down, outages } = toTimeline(facts);
  const inService = intersect(whole, toPeriods(service.serviceTime(period)));
  const excused = intersect(inService, maintenanceTime(maintenance, period, { noticeMs }));
  const agreed = subtract(inService, excused);
  const upMs = totalMs(intersect(agreed, up));
  const counted = intersect(agreed, down);
  const downMs = totalMs(counted);
  const reports = facts.filter((fact) => fact.type === "reported");
  const told = outages
    .map((outage) => ({
      ...outage,
      countedMs: totalMs(intersect(counted, [outage])),
      reports: reports.filter(({ outageMs }) => outage.fromMs <= outageMs && outageMs < outage.toMs),
    }))
    .filter(({ countedMs }) => countedMs > 0);
  return {
    period,
    upMs,
    downMs,
    excusedMs: totalMs(excused),
    unknownMs: totalMs(agreed) - upMs - downMs,
    outOfServiceMs: totalMs(whole) - totalMs(inService),
    outages: told,
    longestMs: Math.max(0, ...told.map(({ countedMs }) => countedMs)),
  };
}
