import { z } from "zod";
import type { Actor } from "../../actor.js";
import { defineStreamKind, type EventOf, type FoldedEvent } from "../../log/stream-kind.js";
import type { Slot } from "../slot.js";
import type { SlotOutcome } from "../slot-report.js";

/** Where a slot stands: with its one outcome, or on the way to it. `asked`: a person has to say. `queued`: it is to run. */
export type SlotStatus = SlotOutcome | "asked" | "queued";

const causes = ["calendar", "gap"] as const;
const reason = z.string().min(1).optional();

const facts = {
  scheduleId: z.string(),
  nominal: z.string(),
  zone: z.string(),
  instantMs: z.number(),
  movedBy: z.array(z.enum(causes)),
  /** The version of the guide by which it was due. */
  guideHash: z.string(),
};

const slotEvents = {
  "slot.asked": z.object(facts),
  /** `behind`: the run that it waits for. `reason`: of the person who decided that it is to run. */
  "slot.queued": z.object({ ...facts, behind: z.string().optional(), reason }),
  "slot.ran": z.object({ ...facts, runId: z.string() }),
  "slot.late": z.object({ ...facts, runId: z.string() }),
  /** `reason`: of the person who left it. `issues`: why no run could be asked for. */
  "slot.missed": z.object({ ...facts, reason, issues: z.array(z.string()).optional() }),
  "slot.skipped": z.object({ ...facts, by: z.enum([...causes, "pause"]) }),
  /** `behind`: the run that was in the way. */
  "slot.overlapped": z.object({ ...facts, behind: z.string() }),
  /** Somebody asked for what cannot be done; it is kept, and changes nothing. */
  "act.refused": z.object({ act: z.string(), why: z.string() }),
} as const;

type SlotEvent = FoldedEvent<typeof slotEvents>;

export type NewSlotEvent = EventOf<typeof slotEvents>;

/** A slot as the log tells it. */
export interface SlotState extends Omit<Slot, "id" | "skippedBy"> {
  readonly slotId: string;
  readonly guideHash: string;
  readonly status: SlotStatus;
  /** The run that was made for it. */
  readonly runId?: string | undefined;
  /** The run that was in its way when it came. */
  readonly behind?: string | undefined;
  readonly skippedBy?: "calendar" | "gap" | "pause" | undefined;
  /** Why no run could be asked for. */
  readonly issues?: readonly string[] | undefined;
  /** What a person said who was asked. */
  readonly decision?: { readonly by: Actor; readonly at: number; readonly reason: string } | undefined;
}

/**
 * A slot as a stream, under the slot's id. It ends with its one outcome, mostly with its first event: who writes first
 * decides, so several schedulers may look at once. Slots never expire.
 */
export const slotKind = defineStreamKind({
  name: "slot",
  events: slotEvents,
  fold: foldSlot,
  index: ({ status, scheduleId }) => ({ status, subject: scheduleId }),
});

/** The slot itself, as its schedule gave it. */
export function slotOf({ slotId: id, scheduleId, nominal, zone, instantMs, movedBy }: SlotState): Slot {
  return { id, scheduleId, nominal, zone, instantMs, movedBy };
}

/** What is recorded of a slot with each of its events. */
export function toFacts({ id: _, skippedBy: __, movedBy, ...slot }: Slot, guideHash: string) {
  return { ...slot, movedBy: [...movedBy], guideHash };
}

/** Whether a slot has its outcome. */
export function isDecided({ status }: SlotState): boolean {
  return status !== "asked" && status !== "queued";
}

function foldSlot(state: SlotState | undefined, event: SlotEvent): SlotState {
  if (event.type === "act.refused") {
    if (state === undefined) throw new TypeError("act.refused on a slot that nobody has seen");
    return state;
  }
  if (state !== undefined && isDecided(state)) {
    throw new TypeError(`${event.type} of ${state.slotId}, which has its outcome: ${state.status}`);
  }
  const { decision, behind } = state ?? {};
  const slot = { slotId: event.stream.id, decision: decisionOf(event) ?? decision, behind };
  switch (event.type) {
    case "slot.asked":
      return { ...slot, ...event.data, status: "asked" };
    case "slot.queued": {
      const { reason: _, ...data } = event.data;
      return { ...slot, ...data, status: "queued" };
    }
    case "slot.ran":
      return { ...slot, ...event.data, status: "ran" };
    case "slot.late":
      return { ...slot, ...event.data, status: "late" };
    case "slot.missed": {
      const { reason: _, ...data } = event.data;
      return { ...slot, ...data, status: "missed" };
    }
    case "slot.skipped": {
      const { by: skippedBy, ...data } = event.data;
      return { ...slot, ...data, skippedBy, status: "skipped" };
    }
    case "slot.overlapped":
      return { ...slot, ...event.data, status: "overlapped" };
  }
}

function decisionOf({ type, data, actor, at }: SlotEvent): SlotState["decision"] {
  if (type !== "slot.queued" && type !== "slot.missed") return undefined;
  return data.reason === undefined ? undefined : { by: actor, at, reason: data.reason };
}
