import type { GuideSchedule } from "../../guide/guide.js";
import type { Log } from "../../log/log.js";
import { foldStream } from "../../log/stream.js";
import type { Slot } from "../slot.js";
import { type BegunRuns, beginRuns } from "./begin-runs.js";
import { type PlannedSlot, planSlots } from "./plan-slots.js";
import { recordSlots } from "./record-slots.js";
import { slotsUnder } from "./rule-history.js";
import { type NewSlotEvent, slotKind, toFacts } from "./slot-kind.js";
import { toRunId } from "./slot-run.js";
import { slotTurn } from "./slot-turn.js";
import type { SlotServices } from "./slot-watch-options.js";
import { runsAhead } from "./slots-ahead.js";
import {
  digestSchedule,
  isPaused,
  presentRule,
  type WatchedSchedule,
  watchedScheduleKind,
} from "./watched-schedule.js";

const NOTHING: BegunRuns = { runIds: [], refusals: [] };

/**
 * Decides about every slot of a schedule that has come since somebody looked, oldest first, and asks for the runs whose
 * turn it is.
 *
 * Each slot is recorded before anything is done about it, so several may look at once, and a crash loses none. Does
 * nothing for a schedule that another version of the guide has changed: that version watches it now.
 */
export async function lookAtSlots(
  services: SlotServices,
  scheduled: GuideSchedule,
  signal: AbortSignal,
): Promise<BegunRuns> {
  const { log, guide, clock, inTimeMs } = services;
  const { schedule } = scheduled;
  const watched = await findWatched(log, schedule.id);
  if (watched === undefined || presentRule(watched).digest !== digestSchedule(schedule)) return NOTHING;
  const nowMs = clock.now();
  const slots = await undecidedSlots(log, scheduled, watched, nowMs);
  const planned = planSlots(schedule, slots, { watched, guideHash: guide.hash, nowMs, inTimeMs });
  await recordInOrder(services, scheduled, planned, signal);
  return isPaused(watched) ? NOTHING : await beginRuns(services, scheduled, signal);
}

/** What is known of the watch over a schedule; nothing before it has begun. */
export async function findWatched(log: Log, scheduleId: string): Promise<WatchedSchedule | undefined> {
  return foldStream(watchedScheduleKind, await log.read({ kind: watchedScheduleKind.name, id: scheduleId }));
}

async function undecidedSlots(
  log: Log,
  { schedule }: GuideSchedule,
  watched: WatchedSchedule,
  nowMs: number,
): Promise<readonly Slot[]> {
  const fromMs = await watermarkOf(log, watched);
  const slots = await slotsUnder(log, watched.rules, schedule, { fromMs, toMs: nowMs + 1 });
  const undecided: Slot[] = [];
  for (const slot of slots) {
    const isKnown =
      slot.instantMs === fromMs && (await log.find({ kind: slotKind.name, id: slot.id })) !== undefined;
    if (!isKnown) undecided.push(slot);
  }
  return undecided;
}

/** The instant before which every slot is recorded: that of the newest one, since the oldest is recorded first. */
async function watermarkOf(log: Log, { scheduleId, rules: [begun] }: WatchedSchedule): Promise<number> {
  const newest = { kind: slotKind.name, subject: scheduleId, first: "newest", limit: 1 } as const;
  for await (const { stream } of log.list(newest)) {
    const slot = foldStream(slotKind, await log.read(stream));
    if (slot !== undefined) return Math.max(begun.fromMs, slot.instantMs);
  }
  return begun.fromMs;
}

/** What needs no turn is recorded many at a time; whether a slot may run depends on those before it. */
async function recordInOrder(
  services: SlotServices,
  scheduled: GuideSchedule,
  planned: readonly PlannedSlot[],
  signal: AbortSignal,
): Promise<void> {
  const { log, writing } = services;
  let waiting: { readonly slotId: string; readonly event: NewSlotEvent }[] = [];
  const write = async () => {
    signal.throwIfAborted();
    await recordSlots(log, waiting, writing);
    waiting = [];
  };
  for (const { slot, event } of planned) {
    // Somebody else may have let one of them run: that is known once they are recorded.
    if (event === undefined) await write();
    waiting.push({ slotId: slot.id, event: event ?? (await admitSlot(services, scheduled, slot)) });
    if (event === undefined) await write();
  }
  await write();
}

/** Lets a slot into the queue, or not, by the runs that are in its way. */
async function admitSlot(
  { log, guide }: SlotServices,
  { schedule, procedureId }: GuideSchedule,
  slot: Slot,
): Promise<NewSlotEvent> {
  const facts = toFacts(slot, guide.hash);
  const own = toRunId(slot.id);
  const ahead = (await runsAhead(log, { scheduleId: schedule.id, procedureId })).filter(
    (each) => each !== own,
  );
  const [behind] = ahead;
  const turn = slotTurn(schedule.document.overlappingRuns, ahead);
  if (turn === "never" && behind !== undefined)
    return { type: "slot.overlapped", data: { ...facts, behind } };
  return { type: "slot.queued", data: turn === "now" ? facts : { ...facts, behind } };
}
