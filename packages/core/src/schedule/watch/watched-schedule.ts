import { z } from "zod";
import type { Actor } from "../../actor.js";
import { sha256 } from "../../digest.js";
import { canonicalJson, toJsonValue } from "../../json.js";
import { defineStreamKind, type FoldedEvent } from "../../log/stream-kind.js";
import type { Schedule } from "../schedule.js";

const reason = z.string().min(1);
/** `digest`: of what the guide of that version declares about the schedule. */
const rule = z.object({ fromMs: z.number(), guideHash: z.string(), digest: z.string() });

const scheduleEvents = {
  "schedule.watched": rule,
  "schedule.changed": rule,
  "schedule.paused": z.object({ reason }),
  "schedule.resumed": z.object({ reason }),
  /** Somebody asked for what cannot be done; it is kept, and changes nothing. */
  "act.refused": z.object({ act: z.string(), why: z.string() }),
} as const;

type ScheduleEvent = FoldedEvent<typeof scheduleEvents>;

/** What holds for the slots of a schedule from an instant on, until the next such instant. */
export type RuleVersion = Readonly<z.output<typeof rule>>;

/** A time in which a person let no slot run, in milliseconds since 1970 by the log's clock. */
export interface SchedulePause {
  readonly fromMs: number;
  /** Absent while it lasts. */
  readonly toMs?: number | undefined;
  readonly by: Actor;
  readonly reason: string;
}

/** A schedule that is watched, as the log tells it. */
export interface WatchedSchedule {
  readonly scheduleId: string;
  /** In order of time; the first is where watching began. */
  readonly rules: readonly [RuleVersion, ...RuleVersion[]];
  readonly pauses: readonly SchedulePause[];
}

/** The watch over a schedule as a stream, under the schedule's id: since when, by which rules, and its pauses. */
export const watchedScheduleKind = defineStreamKind({
  name: "schedule",
  events: scheduleEvents,
  fold: foldSchedule,
  index: (schedule) => ({ status: isPaused(schedule) ? "paused" : "watched", subject: schedule.scheduleId }),
});

/** Whether a person lets no slot run at present. */
export function isPaused({ pauses }: WatchedSchedule): boolean {
  const last = pauses.at(-1);
  return last !== undefined && last.toMs === undefined;
}

/** Whether a pause keeps a slot from running: those of its time, and as long as it lasts all that would still run. */
export function isKeptBack(schedule: WatchedSchedule, instantMs: number): boolean {
  const isWithin = ({ fromMs, toMs = Infinity }: SchedulePause) => instantMs >= fromMs && instantMs < toMs;
  return isPaused(schedule) || schedule.pauses.some(isWithin);
}

/** The rule that holds now. */
export function presentRule({ rules }: WatchedSchedule): RuleVersion {
  return rules.at(-1) ?? rules[0];
}

/** SHA-256 over all that is declared of a schedule, its calendar included. */
export function digestSchedule({ document, calendar }: Schedule): string {
  return sha256(canonicalJson(toJsonValue({ schedule: document, calendar: calendar?.document })));
}

function foldSchedule(state: WatchedSchedule | undefined, event: ScheduleEvent): WatchedSchedule {
  if (event.type === "schedule.watched") {
    if (state !== undefined) throw new TypeError(`${state.scheduleId} is watched already`);
    return { scheduleId: event.stream.id, rules: [event.data], pauses: [] };
  }
  if (state === undefined) throw new TypeError(`${event.type} of a schedule that nobody watches`);
  switch (event.type) {
    case "schedule.changed":
      return { ...state, rules: [...state.rules, event.data] };
    case "schedule.paused": {
      const pause = { fromMs: event.at, by: event.actor, reason: event.data.reason };
      return { ...state, pauses: [...state.pauses, pause] };
    }
    case "schedule.resumed":
      return { ...state, pauses: state.pauses.map((pause) => ({ toMs: event.at, ...pause })) };
    case "act.refused":
      return state;
  }
}
