import { type Clock, systemClock } from "../../clock.js";
import type { Log } from "../../log/log.js";
import { foldStream } from "../../log/stream.js";
import { SpmError } from "../../spm-error.js";
import type { Schedule } from "../schedule.js";
import { explainSlots, type SlotFact, type SlotReport } from "../slot-report.js";
import { type InstantPeriod, slotsBetween } from "../slots.js";
import { findWatched } from "./look-at-slots.js";
import { slotsUnder } from "./rule-history.js";
import { type SlotState, slotKind } from "./slot-kind.js";
import type { WatchedSchedule } from "./watched-schedule.js";

export interface SlotQuery {
  readonly scheduleId?: string | undefined;
  readonly status?: readonly SlotState["status"][] | undefined;
  /** By the time at which they were recorded. @defaultValue "oldest" */
  readonly first?: "oldest" | "newest" | undefined;
  /** @defaultValue no limit */
  readonly limit?: number | undefined;
}

/** The typed view of the slots in a log: reading only. */
export interface SlotLog {
  /** @throws SpmError `run.unknown` without it: nothing is recorded of it yet. */
  get(slotId: string): Promise<SlotState>;
  find(slotId: string): Promise<SlotState | undefined>;
  list(query?: SlotQuery): AsyncIterable<SlotState>;
  /** Since when and how a schedule is watched; nothing for one that is not. */
  watched(scheduleId: string): Promise<WatchedSchedule | undefined>;
  /**
   * Tells of every slot of a schedule in a period how it ended, under the rules that held at its time, up to now.
   *
   * `unwatched` were due before watching began. Slots that are due this very moment are unexplained until somebody has
   * looked. Facts without a slot are those recorded within the period.
   *
   * @throws SpmError `guide.unknown` when the log lacks the version of the guide by whose rules a slot was due.
   */
  report(schedule: Schedule, period: InstantPeriod): Promise<SlotReport>;
}

/** Creates the view of the slots in a log. */
export function createSlotLog(
  log: Log,
  { clock = systemClock }: { readonly clock?: Clock | undefined } = {},
): SlotLog {
  const find = async (slotId: string) =>
    foldStream(slotKind, await log.read({ kind: slotKind.name, id: slotId }));

  const get = async (slotId: string) => {
    const slot = await find(slotId);
    if (slot !== undefined) return slot;
    throw new SpmError("run.unknown", `Nothing is recorded of a slot ${slotId}.`, { what: slotId });
  };

  return {
    find,
    get,
    async *list({ scheduleId, ...query } = {}) {
      for await (const { stream } of log.list({ ...query, kind: slotKind.name, subject: scheduleId })) {
        yield await get(stream.id);
      }
    },
    watched: (scheduleId) => findWatched(log, scheduleId),
    async report(schedule, { fromMs, toMs: endMs }) {
      const period = { fromMs, toMs: Math.max(fromMs, Math.min(endMs, clock.now() + 1)) };
      const watched = await findWatched(log, schedule.id);
      const watchedFromMs = watched?.rules[0].fromMs ?? Infinity;
      const before = { fromMs, toMs: Math.min(period.toMs, watchedFromMs) };
      const slots = [
        ...slotsBetween(schedule, before),
        ...(await slotsUnder(log, watched?.rules ?? [], schedule, period)),
      ];
      const facts: SlotFact[] = [];
      for (const { id } of slots) facts.push(...toFact(await find(id)));
      facts.push(...(await factsWithoutSlot(log, new Set(slots.map(({ id }) => id)), schedule.id, period)));
      return explainSlots(slots, facts, { scheduleId: schedule.id, period, watchedFromMs });
    },
  };
}

function toFact(slot: SlotState | undefined): readonly SlotFact[] {
  if (slot === undefined) return [];
  const { slotId, status: outcome, runId } = slot;
  return [runId === undefined ? { slotId, outcome } : { slotId, outcome, runId }];
}

async function factsWithoutSlot(
  log: Log,
  slotIds: ReadonlySet<string>,
  scheduleId: string,
  { fromMs, toMs }: InstantPeriod,
): Promise<readonly SlotFact[]> {
  const facts: SlotFact[] = [];
  const query = { kind: slotKind.name, subject: scheduleId, createdFromMs: fromMs, createdBeforeMs: toMs };
  for await (const { stream } of log.list(query)) {
    if (slotIds.has(stream.id)) continue;
    const slot = foldStream(slotKind, await log.read(stream));
    if (slot !== undefined && slot.instantMs >= fromMs && slot.instantMs < toMs) facts.push(...toFact(slot));
  }
  return facts;
}
