import { defineSchedule, type ScheduleDeclaration, type Slot, slotsBetween } from "@spm-ops/core";
import { judgeSlots, type SlotSurroundings } from "./judge-slots.js";
import { defineSlotPolicy, type SlotPolicyDeclaration } from "./slot-policy.js";
import type { SlotRun } from "./slot-run.js";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** A moment of one Monday, such as `10:05` or `10:05:30`. */
export function at(time: string): number {
  return Date.parse(`2026-01-05T${time}Z`);
}

const hourly = toHourly();

export function toHourly(declaration: Partial<ScheduleDeclaration> = {}) {
  return defineSchedule({ id: "hourly", rule: { cron: "0 * * * *" }, zone: "UTC", ...declaration });
}

export function hours(from: string, to: string, schedule = hourly): readonly Slot[] {
  return [...slotsBetween(schedule, { fromMs: at(from), toMs: at(to) + 1 })];
}

/** A run that nobody asked for and that names no slot, with the time of its beginning for its id. */
export function run(started: string, more: Partial<SlotRun> = {}): SlotRun {
  const startedMs = at(started);
  return {
    ...{ runId: started, trigger: "automatic", startedMs, finishedMs: startedMs + 20 * MINUTE_MS },
    ...more,
  };
}

/** A run of the slot of an hour. */
export function runFor(hour: string, started: string, more: Partial<SlotRun> = {}): SlotRun {
  return run(started, { slotId: `hourly@2026-01-05T${hour}[UTC]`, ...more });
}

/** The surroundings of a moment. */
export function when(
  now: string,
  { policy, ...more }: Partial<Omit<SlotSurroundings, "policy">> & { policy?: SlotPolicyDeclaration } = {},
): SlotSurroundings {
  return { nowMs: at(now), policy: defineSlotPolicy(hourly, policy), ...more };
}

/** Each slot as text: its hour, what became of it, and by which run. */
export function standings(...judged: Parameters<typeof judgeSlots>): readonly string[] {
  return judgeSlots(...judged).slots.map(({ slot, verdict, run: own }) =>
    [slot.nominal.slice(11), verdict, own?.runId].filter((part) => part !== undefined).join(" "),
  );
}
