import { z } from "zod";
import { actorSchema } from "../actor.js";
import { effectEvents } from "../effect/effect-events.js";
import { jsonSchema } from "../json.js";
import { defineStreamKind, type FoldedEvent } from "../log/stream-kind.js";
import { volumeSchema } from "../volume.js";
import { manualEvents } from "./manual-events.js";
import { dueOf, standingOf } from "./run-standing.js";
import type { RunState } from "./run-state.js";
import { foldStep, waitEvents } from "./step-fold.js";

const reason = z.string().min(1);

const request = {
  procedureId: z.string(),
  guideHash: z.string(),
  input: jsonSchema,
  labels: z.record(z.string(), z.string()),
  slotId: z.string().optional(),
};

const runEvents = {
  "run.requested": z.object({
    ...request,
    rerunOf: z.object({ runId: z.string(), fromStepId: z.string(), reason }).optional(),
    calledBy: z.object({ runId: z.string(), stepId: z.string() }).optional(),
  }),
  "run.refused": z.object({ ...request, issues: z.array(z.string()) }),
  "run.queued": z.object({ key: z.string(), behind: z.string() }),
  "run.admitted": z.object({ key: z.string() }),
  "run.resumed": z.object({ worker: z.string() }),
  "run.postponed": z.object({
    untilMs: z.number(),
    trouble: z.object({ code: z.string(), message: z.string() }),
  }),
  "run.cancel-requested": z.object({ reason, compensate: z.boolean().optional() }),
  "run.held": z.object({ reason }),
  "run.released": z.object({ reason }),
  "run.migrated": z.object({ fromGuideHash: z.string(), guideHash: z.string(), reason }),
  "run.finished": z.object({ outcome: z.enum(["succeeded", "failed", "cancelled", "refused"]) }),
  "step.skipped": z.object({ stepId: z.string(), reason }),
  "step.overridden": z.object({ stepId: z.string(), output: jsonSchema, reason }),
  "step.reused": z.object({
    stepId: z.string(),
    fromRunId: z.string(),
    output: jsonSchema.optional(),
    volume: volumeSchema.optional(),
    /** Who submitted the form of a manual step. */
    preparer: actorSchema.optional(),
    reason,
  }),
  ...waitEvents,
  ...manualEvents,
  /** Somebody asked for what cannot be done; it is kept, and changes nothing. */
  "act.refused": z.object({ act: z.string(), why: z.string(), stepId: z.string().optional() }),
  ...effectEvents,
} as const;

export type RunEvent = FoldedEvent<typeof runEvents>;

/** A run as a stream: what was asked for, the effects of its steps, what people decided about it, and its end. */
export const runKind = defineStreamKind({
  name: "run",
  events: runEvents,
  fold: foldRun,
  index: (run) => ({ status: run.status, subject: run.procedureId, dueMs: dueOf(run) }),
  ended: ["succeeded", "failed", "cancelled", "refused"],
});

function foldRun(state: RunState | undefined, event: RunEvent): RunState {
  if (event.type === "run.requested") return requestedRun(event);
  if (event.type === "run.refused") return refusedRun(event);
  if (state === undefined) throw new TypeError(`${event.type} in a run that nobody requested`);
  const by = { by: event.actor, at: event.at };
  switch (event.type) {
    case "run.queued":
      return standing({ ...state, turn: { key: event.data.key, hasCome: false } });
    case "run.admitted":
      return standing({ ...state, turn: { key: event.data.key, hasCome: true } });
    case "run.resumed":
      return { ...state, resumptions: state.resumptions + 1 };
    case "run.postponed": {
      const times = (state.postponement?.times ?? 0) + 1;
      return { ...state, postponement: { ...event.data, times } };
    }
    case "run.cancel-requested": {
      const { reason: why, compensate } = event.data;
      const undo = compensate === undefined ? {} : { compensate };
      return standing({ ...state, cancellation: { ...by, reason: why, ...undo } });
    }
    case "run.held":
      return standing({ ...state, hold: { ...by, reason: event.data.reason } });
    case "run.released": {
      const { hold: _, ...released } = state;
      return standing(released);
    }
    case "run.migrated":
      return { ...state, guideHash: event.data.guideHash };
    case "run.finished":
      return { ...state, status: event.data.outcome, finishedAt: event.at };
    case "act.refused":
      return state;
    default: {
      const { postponement, ...rest } = state;
      const next = standing({ ...rest, steps: foldStep(state.steps, event) });
      // What is only begun again may meet the same trouble again.
      return postponement === undefined || isOver(event) ? next : { ...next, postponement };
    }
  }
}

/** Whether an event tells that the worker could do something. */
function isOver({ type, data }: RunEvent): boolean {
  return type !== "effect.intended" && !(type === "effect.failed" && "willRetry" in data && data.willRetry);
}

type Requested = Extract<RunEvent, { type: "run.requested" }>;

function requestedRun({ data, stream, at, actor }: Requested): RunState {
  const asked = { status: "requested", requestedAt: at, requestedBy: actor } as const;
  return { runId: stream.id, ...data, ...asked, resumptions: 0, steps: [] };
}

/** A request that could not be taken. The same run may be asked for again, rightly. */
function refusedRun({ data, stream, at, actor }: Extract<RunEvent, { type: "run.refused" }>): RunState {
  const { issues: refusal, ...asked } = data;
  const by = { requestedAt: at, requestedBy: actor, finishedAt: at };
  return { runId: stream.id, ...asked, refusal, status: "refused", ...by, resumptions: 0, steps: [] };
}

function standing(state: RunState): RunState {
  return { ...state, status: standingOf(state) };
}
