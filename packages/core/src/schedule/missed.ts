import type { Schedule } from "./schedule.js";
import type { Slot } from "./slot.js";
import { slotsBetween } from "./slots.js";

/** What is to be done about the slots that came since somebody last looked. Each is in exactly one list, in order. */
export interface SlotDecision {
  /** To run now, oldest first. */
  readonly run: readonly Slot[];
  /** To record as missed. */
  readonly missed: readonly Slot[];
  /** To ask a person about. */
  readonly ask: readonly Slot[];
  /** To record as skipped by the schedule's own rules. */
  readonly skipped: readonly Slot[];
  /** Slots before this instant are decided; look from here next time. */
  readonly watermarkMs: number;
}

/** When somebody looks at a schedule. */
export interface SlotLook {
  /** Where the last look ended: the `watermarkMs` of its decision, or the instant at which watching began. */
  readonly watermarkMs: number;
  readonly nowMs: number;
  /**
   * A slot that is no older counts as being in time.
   *
   * @defaultValue 60,000
   */
  readonly inTimeMs?: number | undefined;
}

/**
 * Decides about every slot since the last look, by the schedule's `missed` policy.
 *
 * Slots in time run. Of those that are older, `none` runs none; `latest` runs the newest, unless a slot in time makes it
 * superfluous; `all` runs the newest so many that are not older than `withinMs`; `ask` asks about each. What does not
 * run is recorded as missed. The watermark moves on by looking, whatever comes of the runs, and never back: after the
 * clock went back there is nothing to decide until it has caught up.
 */
export function decideSlots(
  schedule: Schedule,
  { watermarkMs, nowMs, inTimeMs = 60_000 }: SlotLook,
): SlotDecision {
  const toMs = Math.max(watermarkMs, nowMs + 1);
  const slots = [...slotsBetween(schedule, { fromMs: watermarkMs, toMs })];
  return { ...judgeSlots(slots, schedule.document.missed, { nowMs, inTimeMs }), watermarkMs: toMs };
}

/** Decides about slots that nobody has decided about, in their order, by a `missed` policy as `decideSlots` does. */
export function judgeSlots(
  slots: readonly Slot[],
  policy: Schedule["document"]["missed"],
  { nowMs, inTimeMs }: { readonly nowMs: number; readonly inTimeMs: number },
): Omit<SlotDecision, "watermarkMs"> {
  const due = slots.filter(({ skippedBy }) => skippedBy === undefined);
  const inTime = due.filter(({ instantMs }) => instantMs >= nowMs - inTimeMs);
  const late = due.filter(({ instantMs }) => instantMs < nowMs - inTimeMs);
  const caughtUp = policy === "latest" && inTime.length > 0 ? [] : toCatchUp(late, policy, nowMs);
  const left = late.slice(0, late.length - caughtUp.length);
  return {
    run: [...caughtUp, ...inTime],
    missed: policy === "ask" ? [] : left,
    ask: policy === "ask" ? left : [],
    skipped: slots.filter(({ skippedBy }) => skippedBy !== undefined),
  };
}

/** The slots that are made up for: always the newest. */
function toCatchUp(
  late: readonly Slot[],
  policy: Schedule["document"]["missed"],
  nowMs: number,
): readonly Slot[] {
  if (policy === "latest") return late.slice(-1);
  if (typeof policy === "string") return [];
  return late.filter(({ instantMs }) => instantMs >= nowMs - policy.withinMs).slice(-policy.all);
}
