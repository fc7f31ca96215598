import { guideKind } from "../../guide/guide-stream.js";
import type { Log } from "../../log/log.js";
import { foldStream } from "../../log/stream.js";
import { SpmError } from "../../spm-error.js";
import { defineBusinessCalendar } from "../business-calendar.js";
import { defineSchedule, type Schedule } from "../schedule.js";
import type { Slot } from "../slot.js";
import { type InstantPeriod, slotsBetween } from "../slots.js";
import { digestSchedule, type RuleVersion } from "./watched-schedule.js";

/**
 * Lists the slots of a schedule in a period, each under the rule that held at its time, in order. A slot that a change
 * of the rule has moved to a second place counts where it was first.
 *
 * @param present the schedule as the caller knows it: rules that are the same need not be read.
 * @throws SpmError `guide.unknown` when the log lacks a version of the guide that the rules name.
 */
export async function slotsUnder(
  log: Log,
  rules: readonly RuleVersion[],
  present: Schedule,
  period: InstantPeriod,
): Promise<readonly Slot[]> {
  const slots = new Map<string, Slot>();
  for (const [index, rule] of rules.entries()) {
    const fromMs = Math.max(period.fromMs, rule.fromMs);
    const toMs = Math.min(period.toMs, rules[index + 1]?.fromMs ?? Infinity);
    if (fromMs >= toMs) continue;
    const isPresent = rule.digest === digestSchedule(present);
    const schedule = isPresent ? present : await readSchedule(log, rule.guideHash, present.id);
    for (const slot of slotsBetween(schedule, { fromMs, toMs })) {
      if (!slots.has(slot.id)) slots.set(slot.id, slot);
    }
  }
  return [...slots.values()];
}

/** A schedule as a version of the guide declared it. */
async function readSchedule(log: Log, guideHash: string, scheduleId: string): Promise<Schedule> {
  const document = foldStream(guideKind, await log.read({ kind: guideKind.name, id: guideHash }));
  const declared = document?.schedules?.find(({ schedule }) => schedule.id === scheduleId);
  if (declared === undefined) {
    throw new SpmError(
      "guide.unknown",
      `The log has no guide of version ${guideHash.slice(0, 12)} that declares the schedule ${scheduleId}.`,
      { guideHash },
    );
  }
  const calendars = document?.calendars?.map((calendar) => defineBusinessCalendar(calendar));
  return defineSchedule(declared.schedule, { calendars });
}
