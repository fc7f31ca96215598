import type { Slot, SlotReportRow } from "@spm-ops/core";

/** A slot with what is recorded of it. */
export interface DueSlot extends Slot {
  /** What the scheduler has recorded. @defaultValue nothing */
  readonly recorded?: SlotReportRow["outcome"] | undefined;
  /** Why a person left it, when it was theirs to say. */
  readonly leftBecause?: string | undefined;
  /** The run that was in its way. */
  readonly behind?: string | undefined;
}

/** How much a record says: of two about one slot the later one, which says more, counts. */
const WEIGHTS: Readonly<Record<SlotReportRow["outcome"], number>> = {
  unexplained: 1,
  asked: 2,
  queued: 3,
  ...{ unwatched: 4, ran: 4, late: 4, missed: 4, skipped: 4, overlapped: 4 },
};

/** Each slot once, in order of time and then of id. Neither order nor repetition makes a difference. */
export function mergeSlots(slots: Iterable<DueSlot>): readonly DueSlot[] {
  const byId = new Map<string, DueSlot>();
  for (const slot of slots) {
    const known = byId.get(slot.id);
    if (known === undefined || saysMore(slot, known)) byId.set(slot.id, slot);
  }
  return [...byId.values()].sort((a, b) => a.instantMs - b.instantMs || (a.id < b.id ? -1 : 1));
}

/** Why no run is to be expected of a slot; nothing where one is. */
export function excuseOf({ skippedBy, recorded, leftBecause }: DueSlot): string | undefined {
  if (skippedBy === "calendar") return "the calendar passes it over";
  if (skippedBy === "gap") return "the clocks did not show its time";
  if (recorded === "skipped") return "its schedule was paused";
  if (recorded === "unwatched") return "it was due before its schedule was watched";
  return leftBecause === undefined ? undefined : `it was left by decision: ${leftBecause}`;
}

function saysMore(slot: DueSlot, known: DueSlot): boolean {
  const [weight, knownWeight] = [weigh(slot), weigh(known)];
  return weight > knownWeight || (weight === knownWeight && JSON.stringify(slot) < JSON.stringify(known));
}

function weigh({ recorded, leftBecause }: DueSlot): number {
  return (recorded === undefined ? 0 : WEIGHTS[recorded]) + (leftBecause === undefined ? 0 : 1);
}
