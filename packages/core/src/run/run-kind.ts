import { z } from "zod";
import { type EffectEvent, effectEvents } from "../effect/effect-events.js";
import { type EffectState, foldEffect } from "../effect/effect-state.js";
import { jsonSchema } from "../json.js";
import { defineStreamKind, type FoldedEvent } from "../log/stream-kind.js";
import { volumeSchema } from "../volume.js";
import type { RunState, StepDecision, StepState } from "./run-state.js";

const reason = z.string().min(1);

const runEvents = {
  "run.requested": z.object({
    procedureId: z.string(),
    guideHash: z.string(),
    input: jsonSchema,
    labels: z.record(z.string(), z.string()),
    rerunOf: z.object({ runId: z.string(), fromStepId: z.string(), reason }).optional(),
  }),
  "run.resumed": z.object({ worker: z.string() }),
  "run.cancel-requested": z.object({ reason }),
  "run.held": z.object({ reason }),
  "run.released": z.object({ reason }),
  "run.finished": z.object({ outcome: z.enum(["succeeded", "failed", "cancelled"]) }),
  "step.skipped": z.object({ stepId: z.string(), reason }),
  "step.overridden": z.object({ stepId: z.string(), output: jsonSchema, reason }),
  "step.reused": z.object({
    stepId: z.string(),
    fromRunId: z.string(),
    output: jsonSchema.optional(),
    volume: volumeSchema.optional(),
    reason,
  }),
  /** Somebody asked for what cannot be done; it is kept, and changes nothing. */
  "act.refused": z.object({ act: z.string(), why: z.string() }),
  ...effectEvents,
} as const;

export type RunEvent = FoldedEvent<typeof runEvents>;
type StepDecisionEvent = Extract<RunEvent, { type: "step.skipped" | "step.overridden" | "step.reused" }>;

/** A run as a stream: what was asked for, the effects of its steps, what people decided about it, and its end. */
export const runKind = defineStreamKind({
  name: "run",
  events: runEvents,
  fold: foldRun,
  index: ({ status, procedureId }) => ({ status, subject: procedureId }),
  ended: ["succeeded", "failed", "cancelled"],
});

function foldRun(state: RunState | undefined, event: RunEvent): RunState {
  if (event.type === "run.requested") return requestedRun(event);
  if (state === undefined) throw new TypeError(`${event.type} in a run that nobody requested`);
  const by = { by: event.actor, at: event.at };
  switch (event.type) {
    case "run.resumed":
      return { ...state, resumptions: state.resumptions + 1 };
    case "run.cancel-requested":
      return { ...state, cancellation: { ...by, reason: event.data.reason } };
    case "run.held":
      return { ...state, status: "held", hold: { ...by, reason: event.data.reason } };
    case "run.released": {
      const { hold: _, ...released } = state;
      return { ...released, status: standing(state.steps) };
    }
    case "run.finished":
      return { ...state, status: event.data.outcome, finishedAt: event.at };
    case "act.refused":
      return state;
    default: {
      const steps = event.type.startsWith("effect.")
        ? foldStep(state.steps, event as EffectEvent, event.at)
        : decideStep(state.steps, event as StepDecisionEvent);
      return { ...state, steps, status: state.hold === undefined ? standing(steps) : "held" };
    }
  }
}

function requestedRun({ data, stream, at, actor }: Extract<RunEvent, { type: "run.requested" }>): RunState {
  const request = { status: "requested", requestedAt: at, requestedBy: actor } as const;
  return { runId: stream.id, ...data, ...request, resumptions: 0, steps: [] };
}

function standing(steps: readonly StepState[]): "requested" | "running" | "in-doubt" {
  if (steps.length === 0) return "requested";
  return steps.some(({ status }) => status === "in-doubt") ? "in-doubt" : "running";
}

function foldStep(steps: readonly StepState[], event: EffectEvent, at: number): readonly StepState[] {
  const stepId = event.data.effectId;
  const known = steps.find((step) => step.stepId === stepId);
  return put(steps, { ...foldEffect(toEffect(known), event, at), stepId });
}

/** A step as an effect; one that was skipped is none. */
export function toEffect(step: StepState | undefined): EffectState | undefined {
  if (step === undefined || step.status === "skipped") return undefined;
  return { ...step, status: step.status };
}

const DECISIONS = {
  "step.skipped": "skipped",
  "step.overridden": "overridden",
  "step.reused": "reused",
} as const;

function decideStep(steps: readonly StepState[], event: StepDecisionEvent): readonly StepState[] {
  const { stepId, reason: why } = event.data;
  const decision: StepDecision = { as: DECISIONS[event.type], by: event.actor, at: event.at, reason: why };
  const begun = steps.find((step) => step.stepId === stepId);
  const { attempts = 0, failedAttempts = 0, startedAt = event.at, key = "" } = begun ?? {};
  const decided = { stepId, key, attempts, failedAttempts, startedAt, finishedAt: event.at, decision };
  if (event.type === "step.skipped") return put(steps, { ...decided, status: "skipped" });
  const { output } = event.data;
  const volume = event.type === "step.reused" ? event.data.volume : undefined;
  return put(steps, { ...decided, status: "succeeded", output, volume });
}

function put(steps: readonly StepState[], next: StepState): readonly StepState[] {
  const isKnown = steps.some(({ stepId }) => stepId === next.stepId);
  return isKnown ? steps.map((step) => (step.stepId === next.stepId ? next : step)) : [...steps, next];
}
