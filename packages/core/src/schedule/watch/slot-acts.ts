import type { Actor } from "../../actor.js";
import { openStream, type StreamWriting } from "../../log/stream.js";
import type { EventOf } from "../../log/stream-kind.js";
import { SpmError } from "../../spm-error.js";
import { type SlotState, slotKind, slotOf, toFacts } from "./slot-kind.js";
import type { SlotServices } from "./slot-watch-options.js";
import { isPaused, type WatchedSchedule, watchedScheduleKind } from "./watched-schedule.js";

/** Something that a person does to a schedule. */
export interface ScheduleAct {
  readonly scheduleId: string;
  /** Why. Kept in the log. */
  readonly reason: string;
  readonly actor: Actor;
}

/** What a person says about a slot that they were asked about. */
export interface SlotDecisionAct {
  readonly slotId: string;
  /** `run`: it runs as soon as it is its turn. `leave`: it is recorded as missed. */
  readonly as: "run" | "leave";
  /** Why. Kept in the log. */
  readonly reason: string;
  readonly actor: Actor;
}

type ScheduleEvent = EventOf<(typeof watchedScheduleKind)["events"]>;
type Services = Pick<SlotServices, "log" | "writing">;

/** Lets no slot of a schedule run until it is resumed: those that come meanwhile are recorded as skipped. */
export function pauseSchedule(services: Services, act: ScheduleAct): Promise<WatchedSchedule> {
  return actOnSchedule(services, { ...act, called: "pause" }, (schedule) =>
    isPaused(schedule)
      ? { refused: "it is paused already" }
      : { type: "schedule.paused", data: { reason: act.reason } },
  );
}

/** Ends the pause of a schedule. */
export function resumeSchedule(services: Services, act: ScheduleAct): Promise<WatchedSchedule> {
  return actOnSchedule(services, { ...act, called: "resume" }, (schedule) =>
    isPaused(schedule)
      ? { type: "schedule.resumed", data: { reason: act.reason } }
      : { refused: "it is not paused" },
  );
}

async function actOnSchedule(
  { log, writing }: Services,
  { scheduleId, actor, ...act }: ScheduleAct & { readonly called: string },
  decide: (schedule: WatchedSchedule) => ScheduleEvent | { readonly refused: string },
): Promise<WatchedSchedule> {
  assertReason(act);
  const stream = await openStream(log, watchedScheduleKind, scheduleId, as(actor, writing));
  let refusal: string | undefined;
  const schedule = await stream.append((present) => {
    if (present === undefined) return [];
    const decision = decide(present);
    refusal = "refused" in decision ? decision.refused : undefined;
    return "refused" in decision ? [toRefusal(act.called, decision.refused)] : [decision];
  });
  if (schedule === undefined) throw unknown(`schedule ${scheduleId} under watch`);
  if (refusal !== undefined) throw refused(`${act.called} the schedule ${scheduleId}`, refusal);
  return schedule;
}

/** Keeps what a person says about a slot. One that is to run does so with the next look at which it is its turn. */
export async function decideSlot(
  { log, writing }: Services,
  { slotId, as: answer, reason, actor }: SlotDecisionAct,
): Promise<SlotState> {
  const called = answer === "run" ? "run the slot" : "leave the slot";
  assertReason({ reason, called });
  const stream = await openStream(log, slotKind, slotId, as(actor, writing));
  let refusal: string | undefined;
  const slot = await stream.append((present) => {
    if (present === undefined) return [];
    refusal = present.status === "asked" ? undefined : `it is ${present.status}; nobody is asked about it`;
    if (refusal !== undefined) return [toRefusal(called, refusal)];
    const facts = { ...toFacts(slotOf(present), present.guideHash), reason };
    return [{ type: answer === "run" ? "slot.queued" : "slot.missed", data: facts }];
  });
  if (slot === undefined) throw unknown(`slot ${slotId} in the log`);
  if (refusal !== undefined) throw refused(`${called} ${slotId}`, refusal);
  return slot;
}

function as(actor: Actor, { redactor }: StreamWriting): StreamWriting {
  return { actor, redactor };
}

/** An act that cannot be is kept, and changes nothing. */
function toRefusal(act: string, why: string) {
  return { type: "act.refused", data: { act, why } } as const;
}

function assertReason({ reason, called }: { readonly reason: string; readonly called: string }): void {
  if (reason.trim() !== "") return;
  const issues = ["reason: say why; it is kept in the log"];
  throw new SpmError("config.invalid", `To ${called} needs a reason.`, { issues });
}

function unknown(what: string): SpmError {
  return new SpmError("run.unknown", `There is no ${what}.`, { what });
}

function refused(act: string, why: string): SpmError {
  return new SpmError("run.refused", `Cannot ${act}: ${why}.`, { issues: [why] });
}
