import { type DueSlot, excuseOf } from "./due-slot.js";
import type { SlotLimits, SlotPolicy } from "./slot-policy.js";

/** A slot with the time in which a run that names no slot is its run, and its limits. Milliseconds since 1970. */
export interface SlotWindow {
  readonly slot: DueSlot;
  readonly fromMs: number;
  readonly untilMs: number;
  /** After which it is late. */
  readonly lateMs: number;
  /** After which it is missed. */
  readonly missedMs: number;
  /** Why no run is to be expected. */
  readonly excuse: string | undefined;
}

/**
 * Gives each slot its window: from a little before its instant until it is missed. The windows of different instants do
 * not overlap, so which run belongs to which slot rests on the slots next to it and on nothing farther away.
 *
 * @param slots in order, each once.
 */
export function toWindows(
  slots: readonly DueSlot[],
  { earlyMs, graceMs, missedAfterMs }: SlotPolicy,
  limits: SlotLimits = {},
): readonly SlotWindow[] {
  const instants = [...new Set(slots.map(({ instantMs }) => instantMs))];
  const places = new Map(instants.map((instantMs, place) => [instantMs, place]));
  const beginOf = (place: number) => {
    const instantMs = instants[place] ?? Infinity;
    const before = instants[place - 1] ?? -Infinity;
    return instantMs - Math.min(earlyMs, (instantMs - before) / 2);
  };
  return slots.map((slot): SlotWindow => {
    const { instantMs } = slot;
    const next = (places.get(instantMs) ?? 0) + 1;
    const nextMs = instants[next] ?? Infinity;
    const usual = Math.min(instantMs + missedAfterMs, nextMs);
    const missedMs = Math.max(instantMs, momentOr(limits.latestStart?.(slot), usual));
    const expectedMs = momentOr(limits.expectedStart?.(slot), instantMs + graceMs);
    return {
      slot,
      fromMs: beginOf(next - 1),
      untilMs: Math.min(missedMs, next < instants.length ? beginOf(next) : Infinity),
      lateMs: Math.min(Math.max(instantMs, expectedMs), missedMs),
      missedMs,
      excuse: excuseOf(slot),
    };
  });
}

function momentOr(moment: number | undefined, otherwise: number): number {
  return moment === undefined || Number.isNaN(moment) ? otherwise : moment;
}
