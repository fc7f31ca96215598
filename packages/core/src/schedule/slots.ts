import { DAY_MS, dayOf, GREGORIAN_CYCLE_DAYS } from "./calendar-day.js";
import { clockChangesBetween, offsetAt } from "./clock-change.js";
import { firstDueDay } from "./due-days.js";
import type { Schedule } from "./schedule.js";
import { bySlotOrder, oneRunAnInstant, type Slot, slotsAt } from "./slot.js";

const FIRST_WINDOW_MS = 3_600_000;
const LONGEST_WINDOW_MS = 32 * DAY_MS;

/** Time from `fromMs` on and before `toMs`, both milliseconds since 1970-01-01T00:00Z. */
export interface InstantPeriod {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Lists every slot of a schedule in a period, in order of time and then of nominal time, each once.
 *
 * Slots that the schedule's own rules pass over are in the list, marked by `skippedBy`; no two others are due at the
 * same instant. Adjacent periods together give what the whole gives. Slots are calculated as they are asked for, and
 * a rare schedule costs little for the time between.
 *
 * @throws RangeError when a bound is not finite.
 */
export function* slotsBetween(schedule: Schedule, { fromMs, toMs }: InstantPeriod): Generator<Slot> {
  if (!Number.isFinite(fromMs) || !Number.isFinite(toMs))
    throw new RangeError("a period has two finite bounds");
  let windowMs = FIRST_WINDOW_MS;
  for (let startMs = fromMs; startMs < toMs; ) {
    // No zone is a day from UTC: what falls on an earlier local day than the one before is over.
    const next = firstDueDay(schedule.days, dayOf(startMs) - 1);
    if (next === undefined) return;
    startMs = Math.max(startMs, (next.day - 1) * DAY_MS);
    const endMs = Math.min(startMs + windowMs, toMs);
    yield* slotsOfWindow(schedule, { fromMs: startMs, toMs: endMs });
    startMs = endMs;
    windowMs = Math.min(windowMs * 2, LONGEST_WINDOW_MS);
  }
}

/**
 * Finds the next slot after an instant that is due, passing over those that the schedule's rules skip.
 *
 * @returns nothing when there is none: the schedule has ended, or skips all that it has for 400 years.
 */
export function nextSlot(schedule: Schedule, afterMs: number): Slot | undefined {
  const period = { fromMs: afterMs + 1, toMs: afterMs + GREGORIAN_CYCLE_DAYS * DAY_MS };
  for (const slot of slotsBetween(schedule, period)) {
    if (slot.skippedBy === undefined) return slot;
  }
  return undefined;
}

/** All slots of a short period at once, since clock changes and calendars may put them out of order. */
function slotsOfWindow(schedule: Schedule, { fromMs, toMs }: InstantPeriod): readonly Slot[] {
  const { zone } = schedule.document;
  // A time of a gap may move into this window although the clocks went forward before it; no gap is longer than a day.
  const changes = clockChangesBetween(zone, fromMs - DAY_MS, toMs);
  const offsets = [offsetAt(zone, fromMs - DAY_MS - 1), ...changes.map(({ offsetAfterMs }) => offsetAfterMs)];
  const fromLocalMs = fromMs + Math.min(...offsets);
  const toLocalMs = toMs + Math.max(...offsets);
  const slots: Slot[] = [];
  for (const due of schedule.days(dayOf(fromLocalMs), dayOf(toLocalMs) + 1)) {
    for (const timeOfDayMs of schedule.timesOfDayMs) {
      const localMs = due.day * DAY_MS + timeOfDayMs;
      if (localMs < fromLocalMs || localMs >= toLocalMs) continue;
      for (const slot of slotsAt(schedule, due, timeOfDayMs)) {
        if (slot.instantMs >= fromMs && slot.instantMs < toMs) slots.push(slot);
      }
    }
  }
  return oneRunAnInstant(slots.sort(bySlotOrder));
}
