import { type InstantPeriod, type Schedule, slotsBetween } from "@spm-ops/core";
import { intersect, type Periods, toPeriods } from "./periods.js";

/** What was said of a window at some time: when it is to be, or nothing when it was called off. */
export interface MaintenanceNotice {
  readonly announcedMs: number;
  readonly period?: InstantPeriod | undefined;
}

/** A time in which an application is worked on, once; notices follow one another, and the latest one holds. */
export interface MaintenanceOnce {
  readonly title: string;
  readonly notices: readonly MaintenanceNotice[];
}

/** Maintenance that comes again by a rule, such as every second Sunday at 02:00 for three hours. */
export interface MaintenanceRule {
  readonly title: string;
  readonly schedule: Schedule;
  readonly durationMs: number;
  /** When the rule was agreed on. @defaultValue before all time */
  readonly announcedMs?: number | undefined;
  /** From when on it holds. @defaultValue from when it was agreed on */
  readonly fromMs?: number | undefined;
  /** When it was said that it comes no more. @defaultValue it goes on */
  readonly endedMs?: number | undefined;
}

export type Maintenance = MaintenanceOnce | MaintenanceRule;

export interface NoticePolicy {
  /** How long before it holds a notice has to be given, also of an end. @defaultValue 0 */
  readonly noticeMs?: number | undefined;
}

/**
 * The time of a period that is maintenance as it was announced: each moment by the notice that held at that moment.
 *
 * A window that was announced after it began counts from the notice on; one that was made longer counts for longer from
 * then on; what had passed when it was changed or called off stays as it was.
 */
export function maintenanceTime(
  windows: readonly Maintenance[],
  period: InstantPeriod,
  { noticeMs = 0 }: NoticePolicy = {},
): Periods {
  const times = windows.flatMap((window) =>
    "schedule" in window ? ruledTimes(window, period, noticeMs) : noticedTimes(window, noticeMs),
  );
  return intersect(toPeriods([period]), toPeriods(times));
}

function noticedTimes({ notices }: MaintenanceOnce, noticeMs: number): readonly InstantPeriod[] {
  const inOrder = [...notices].sort((one, other) => one.announcedMs - other.announcedMs);
  return inOrder.flatMap(({ announcedMs, period }, index) => {
    if (period === undefined) return [];
    const replacedMs = (inOrder[index + 1]?.announcedMs ?? Infinity) + noticeMs;
    const fromMs = Math.max(period.fromMs, announcedMs + noticeMs);
    return [{ fromMs, toMs: Math.min(period.toMs, replacedMs) }];
  });
}

function ruledTimes(
  rule: MaintenanceRule,
  period: InstantPeriod,
  noticeMs: number,
): readonly InstantPeriod[] {
  const { schedule, durationMs, announcedMs = -Infinity, fromMs = -Infinity, endedMs = Infinity } = rule;
  const holdsFromMs = Math.max(fromMs, announcedMs + noticeMs);
  // One that began before the period may reach into it.
  const reached = { fromMs: period.fromMs - durationMs, toMs: period.toMs };
  return [...slotsBetween(schedule, reached)]
    .filter(({ skippedBy }) => skippedBy === undefined)
    .map(({ instantMs }) => ({
      fromMs: Math.max(instantMs, holdsFromMs),
      toMs: Math.min(instantMs + durationMs, endedMs + noticeMs),
    }));
}
