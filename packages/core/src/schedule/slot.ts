import { DAY_MS } from "./calendar-day.js";
import type { DueDay } from "./due-days.js";
import type { Schedule } from "./schedule.js";
import { formatLocalTime, instantsOf } from "./zoned-time.js";

/** What may move a slot from where its rule puts it, or have it skipped. */
export type SlotCause = "calendar" | "gap";

/** One moment at which a schedule says that something is due, or would be, had its own rules not passed it over. */
export interface Slot {
  /**
   * Schedule, nominal time and zone, such as `nightly@2026-03-08T02:30[America/New_York]`; with `+second` when it is
   * the second time that the clocks show this. Never used twice, and not changed by a move.
   */
  readonly id: string;
  readonly scheduleId: string;
  /** The local time that the rule names, such as `2026-03-08T02:30`, before calendar and clocks have moved it. */
  readonly nominal: string;
  readonly zone: string;
  /** When it is due, in milliseconds since 1970-01-01T00:00Z. */
  readonly instantMs: number;
  /** What moved it to this instant; empty as a rule. */
  readonly movedBy: readonly SlotCause[];
  /** The rule by which it is not to run: a holiday, a time that does not exist, or one that another slot has taken. */
  readonly skippedBy?: SlotCause | undefined;
}

/** The slots of one time of one day: one as a rule, two when the clocks show it twice and both count. */
export function slotsAt(schedule: Schedule, due: DueDay, timeOfDayMs: number): readonly Slot[] {
  const { id: scheduleId, document } = schedule;
  const { zone, gap, overlap } = document;
  const nominal = formatLocalTime(due.ruledDay * DAY_MS + timeOfDayMs);
  const id = `${scheduleId}@${nominal}[${zone}]`;
  const movedBy: readonly SlotCause[] = due.day === due.ruledDay ? [] : ["calendar"];
  const skippedBy = due.isSkipped ? ({ skippedBy: "calendar" } as const) : {};
  const slot = { id, scheduleId, nominal, zone, movedBy, ...skippedBy };
  const instants = instantsOf(due.day * DAY_MS + timeOfDayMs, zone);
  if (instants.kind === "one") return [{ ...slot, instantMs: instants.instantMs }];
  if (instants.kind === "gap") {
    const instantMs = gap === "same-offset" ? instants.sameOffsetMs : instants.nextValidMs;
    if (gap === "skip") return [{ skippedBy: "gap", ...slot, instantMs }];
    return [{ ...slot, instantMs, movedBy: [...movedBy, "gap"] }];
  }
  const first = { ...slot, instantMs: instants.firstMs };
  const second = { ...slot, id: `${id}+second`, instantMs: instants.secondMs };
  return overlap === "both" ? [first, second] : [overlap === "first" ? first : second];
}

/** Orders slots by instant, then by nominal time. */
export function bySlotOrder(a: Slot, b: Slot): number {
  return a.instantMs - b.instantMs || (a.id < b.id ? -1 : 1);
}

/**
 * Leaves one slot to run at each instant: the one that was not moved there, else the earliest by nominal time. The
 * others are skipped by what moved them.
 *
 * @param slots in their order.
 */
export function oneRunAnInstant(slots: readonly Slot[]): readonly Slot[] {
  const winners = new Map<number, Slot>();
  for (const slot of slots) {
    const winner = winners.get(slot.instantMs);
    if (
      slot.skippedBy !== undefined ||
      (winner !== undefined && winner.movedBy.length <= slot.movedBy.length)
    )
      continue;
    winners.set(slot.instantMs, slot);
  }
  return slots.map((slot) => {
    const isBeaten = slot.skippedBy === undefined && winners.get(slot.instantMs) !== slot;
    return isBeaten ? { ...slot, skippedBy: slot.movedBy.at(-1) } : slot;
  });
}
