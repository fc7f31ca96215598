import { judgeSlots } from "../missed.js";
import type { Schedule } from "../schedule.js";
import type { Slot } from "../slot.js";
import { type NewSlotEvent, toFacts } from "./slot-kind.js";
import { isKeptBack, type WatchedSchedule } from "./watched-schedule.js";

/** A slot, and the event with which its stream is to begin; `undefined` when it is to run. */
export interface PlannedSlot {
  readonly slot: Slot;
  readonly event: NewSlotEvent | undefined;
}

/** Decides what is to become of slots that nobody has decided about: by their rules, by pauses, by the missed policy. */
export function planSlots(
  schedule: Schedule,
  slots: readonly Slot[],
  watch: {
    readonly watched: WatchedSchedule;
    readonly guideHash: string;
    readonly nowMs: number;
    readonly inTimeMs: number;
  },
): readonly PlannedSlot[] {
  const { watched, guideHash } = watch;
  const isPaused = (slot: Slot) => slot.skippedBy === undefined && isKeptBack(watched, slot.instantMs);
  const free = slots.filter((slot) => !isPaused(slot));
  const { missed, ask } = judgeSlots(free, schedule.document.missed, watch);
  const [isMissed, isAsked] = [new Set(missed), new Set(ask)];
  return slots.map((slot): PlannedSlot => {
    const facts = toFacts(slot, guideHash);
    const by = slot.skippedBy ?? (isPaused(slot) ? "pause" : undefined);
    if (by !== undefined) return { slot, event: { type: "slot.skipped", data: { ...facts, by } } };
    if (isMissed.has(slot)) return { slot, event: { type: "slot.missed", data: facts } };
    return { slot, event: isAsked.has(slot) ? { type: "slot.asked", data: facts } : undefined };
  });
}
