import { nextSlot } from "../slots.js";
import { beginWatching } from "./begin-watching.js";
import { lookAtSlots } from "./look-at-slots.js";
import {
  decideSlot,
  pauseSchedule,
  resumeSchedule,
  type ScheduleAct,
  type SlotDecisionAct,
} from "./slot-acts.js";
import type { SlotState } from "./slot-kind.js";
import { type SlotWatchOptions, toSlotServices } from "./slot-watch-options.js";
import type { WatchedSchedule } from "./watched-schedule.js";

/** What came of a look at all schedules. */
export interface SlotsSeen {
  /** The runs that were asked for, in the order of their slots. */
  readonly runIds: readonly string[];
  /** What went wrong, and with which schedule; the others were looked at nevertheless. */
  readonly failures: readonly { readonly scheduleId: string; readonly error: unknown }[];
}

/**
 * Watches the schedules of a guide: every slot gets exactly one outcome, whoever looks, and however often.
 *
 * Nothing is known but what is in the log, so it may be made anew at any time, and several processes may watch. What
 * people do needs a reason and stands in the log with their name.
 */
export interface SlotWatch {
  /** Begins to watch: slots before now stay as they are. Where watching has begun already it goes on. */
  begin(): Promise<void>;
  /** Decides about all slots that have come, and asks for the runs whose turn it is. */
  look(call?: { readonly signal?: AbortSignal | undefined }): Promise<SlotsSeen>;
  /** When the next slot is due, in milliseconds since 1970; absent when there is none. */
  nextMs(): number | undefined;
  /**
   * Lets no slot of a schedule run until it is resumed: those that come meanwhile are recorded as skipped, and those
   * that wait for their turn go on waiting.
   *
   * @throws SpmError `run.refused` when it is paused, `run.unknown` when it is not watched, `config.invalid` without a reason.
   */
  pause(act: ScheduleAct): Promise<WatchedSchedule>;
  /** Ends a pause. @throws SpmError as `pause` does. */
  resume(act: ScheduleAct): Promise<WatchedSchedule>;
  /**
   * Keeps what a person says about a slot that they were asked about.
   *
   * @throws SpmError `run.refused` when nobody is asked about it, `run.unknown` without it, `config.invalid` without a reason.
   */
  decide(act: SlotDecisionAct): Promise<SlotState>;
}

/** Creates the watch over the schedules of a guide. Nothing happens before `begin` and `look`. */
export function createSlotWatch(options: SlotWatchOptions): SlotWatch {
  const services = toSlotServices(options);
  const { guide, clock } = services;
  return {
    begin: () => beginWatching(services, guide.schedules),
    async look({ signal = new AbortController().signal } = {}) {
      const runIds: string[] = [];
      const failures: SlotsSeen["failures"][number][] = [];
      for (const scheduled of guide.schedules) {
        const scheduleId = scheduled.schedule.id;
        try {
          const begun = await lookAtSlots(services, scheduled, signal);
          runIds.push(...begun.runIds);
          failures.push(...begun.refusals.map((error) => ({ scheduleId, error })));
        } catch (error) {
          signal.throwIfAborted();
          failures.push({ scheduleId, error });
        }
      }
      return { runIds, failures };
    },
    nextMs() {
      const now = clock.now();
      const next = guide.schedules.flatMap(({ schedule }) => nextSlot(schedule, now)?.instantMs ?? []);
      return next.length === 0 ? undefined : Math.min(...next);
    },
    pause: (act) => pauseSchedule(services, act),
    resume: (act) => resumeSchedule(services, act),
    decide: (act) => decideSlot(services, act),
  };
}
