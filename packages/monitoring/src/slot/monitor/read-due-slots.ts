import {
  createSlotLog,
  type InstantPeriod,
  type Log,
  nextSlot,
  type Schedule,
  type SlotReportRow,
  slotsBetween,
} from "@spm-ops/core";
import type { DueSlot } from "../due-slot.js";

const DAY_MS = 86_400_000;

/** How far back neighbours are looked for: a slot that is rarer has none. */
const NEIGHBOUR_DAYS = [2, 8, 64, 400];

/**
 * Reads the slots of a schedule in a period, up to now, with what core has recorded of them, each under the rule that
 * held at its time, and with their neighbours on both sides. For a schedule that core does not watch they are what its
 * rule says.
 */
export async function readDueSlots(
  log: Log,
  schedule: Schedule,
  { fromMs, toMs }: InstantPeriod,
): Promise<readonly DueSlot[]> {
  const clock = { now: () => toMs, monotonic: () => toMs, wait: () => Promise.resolve() };
  const slotLog = createSlotLog(log, { clock });
  const isWatched = (await slotLog.watched(schedule.id)) !== undefined;
  const before = neighboursBefore(schedule, fromMs);
  const period = { fromMs: before[0]?.instantMs ?? fromMs, toMs: toMs + 1 };
  if (!isWatched) return [...slotsBetween(schedule, period), ...neighboursAfter(schedule, toMs)];
  const { rows } = await slotLog.report(schedule, period);
  const slots: DueSlot[] = [];
  for (const { slot, outcome } of rows) {
    const isTelling = outcome === "missed" || outcome === "overlapped";
    const state = isTelling ? await slotLog.find(slot.id) : undefined;
    slots.push(toDueSlot({ slot, outcome }, state));
  }
  return [...slots, ...neighboursAfter(schedule, toMs)];
}

type KnownSlot = Awaited<ReturnType<ReturnType<typeof createSlotLog>["find"]>>;

function toDueSlot({ slot, outcome: recorded }: SlotReportRow, state: KnownSlot): DueSlot {
  const leftBecause = recorded === "missed" ? state?.decision?.reason : undefined;
  return {
    ...slot,
    recorded,
    ...(leftBecause === undefined ? {} : { leftBecause }),
    ...(state?.behind === undefined ? {} : { behind: state.behind }),
  };
}

function neighboursBefore(schedule: Schedule, fromMs: number): readonly DueSlot[] {
  for (const days of NEIGHBOUR_DAYS) {
    const slots = [...slotsBetween(schedule, { fromMs: fromMs - days * DAY_MS, toMs: fromMs })];
    if (slots.length >= 2) return slots.slice(-2);
  }
  return [];
}

function neighboursAfter(schedule: Schedule, nowMs: number): readonly DueSlot[] {
  const next = nextSlot(schedule, nowMs);
  const second = next === undefined ? undefined : nextSlot(schedule, next.instantMs);
  return [next, second].filter((slot) => slot !== undefined);
}
