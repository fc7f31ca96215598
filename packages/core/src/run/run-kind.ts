import { z } from "zod";
import { type EffectEvent, effectEvents } from "../effect/effect-events.js";
import { foldEffect } from "../effect/effect-state.js";
import { jsonSchema } from "../json.js";
import { defineStreamKind, type FoldedEvent } from "../log/stream-kind.js";
import type { RunState, StepState } from "./run-state.js";

const runEvents = {
  "run.requested": z.object({
    procedureId: z.string(),
    guideHash: z.string(),
    input: jsonSchema,
    labels: z.record(z.string(), z.string()),
  }),
  "run.resumed": z.object({ worker: z.string() }),
  "run.finished": z.object({ outcome: z.enum(["succeeded", "failed"]) }),
  ...effectEvents,
} as const;

type RunEvent = FoldedEvent<typeof runEvents>;

/** A run as a stream: what was asked for, the effects of its steps, and its end. */
export const runKind = defineStreamKind({
  name: "run",
  events: runEvents,
  fold: foldRun,
  index: ({ status, procedureId }) => ({ status, subject: procedureId }),
});

function foldRun(state: RunState | undefined, event: RunEvent): RunState {
  if (event.type === "run.requested") {
    return {
      runId: event.stream.id,
      ...event.data,
      status: "requested",
      requestedAt: event.at,
      requestedBy: event.actor,
      resumptions: 0,
      steps: [],
    };
  }
  if (state === undefined) throw new TypeError(`${event.type} in a run that nobody requested`);
  if (event.type === "run.resumed") return { ...state, resumptions: state.resumptions + 1 };
  if (event.type === "run.finished") return { ...state, status: event.data.outcome, finishedAt: event.at };
  const steps = foldStep(state.steps, event, event.at);
  return {
    ...state,
    steps,
    status: steps.some(({ status }) => status === "in-doubt") ? "in-doubt" : "running",
  };
}

function foldStep(steps: readonly StepState[], event: EffectEvent, at: number): readonly StepState[] {
  const stepId = event.data.effectId;
  const known = steps.find((step) => step.stepId === stepId);
  const next = { ...foldEffect(known, event, at), stepId };
  return known === undefined ? [...steps, next] : steps.map((step) => (step === known ? next : step));
}
