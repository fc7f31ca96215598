import { z } from "zod";
import type { EffectEvent } from "../effect/effect-events.js";
import { type EffectState, foldEffect } from "../effect/effect-state.js";
import { jsonSchema } from "../json.js";
import type { FoldedEvent } from "../log/stream-kind.js";
import { foldManual, type ManualEvent } from "./manual-events.js";
import type { StepDecision, StepState } from "./run-state.js";

const stepId = z.string();
const moment = z.number();

/** What becomes of steps that wait, as events of a run. */
export const waitEvents = {
  "step.opened": z.object({
    stepId,
    kind: z.enum(["manual", "waiting", "calling"]),
    untilMs: moment.optional(),
    dueMs: moment.optional(),
    escalateMs: moment.optional(),
    runId: z.string().optional(),
  }),
  /** `because`: it was not done as usual, and why. */
  "step.completed": z.object({ stepId, output: jsonSchema, because: z.string().optional() }),
  "step.failed": z.object({ stepId, failure: z.object({ code: z.string(), message: z.string() }) }),
  "wait.told": z.object({ stepId, told: jsonSchema }),
} as const;

type WaitEvent = FoldedEvent<typeof waitEvents>;

interface DecisionEvent {
  readonly type: "step.skipped" | "step.overridden" | "step.reused";
  readonly data: {
    readonly stepId: string;
    readonly reason: string;
    readonly output?: StepState["output"];
    readonly volume?: StepState["volume"];
    readonly preparer?: StepDecision["preparer"];
  };
}

type Placed = Pick<ManualEvent, "at" | "actor">;

/** An event that changes one step. */
export type StepEvent = ((DecisionEvent | EffectEvent) & Placed) | WaitEvent | ManualEvent;

/** The steps of a run after an event about one of them. Pure. */
export function foldStep(steps: readonly StepState[], event: StepEvent): readonly StepState[] {
  const id = "effectId" in event.data ? event.data.effectId : event.data.stepId;
  const known = steps.find((step) => step.stepId === id);
  const next = { ...toNext(known, event), stepId: id };
  return known === undefined ? [...steps, next] : steps.map((step) => (step === known ? next : step));
}

/** A step as an effect; one that is none, or not yet, has no state as such. */
export function toEffect(step: StepState | undefined): EffectState | undefined {
  if (step === undefined) return undefined;
  const { status } = step;
  return status === "skipped" || status === "waiting" || status === "pending"
    ? undefined
    : { ...step, status };
}

type Next = Omit<StepState, "stepId">;

function toNext(known: StepState | undefined, event: StepEvent): Next {
  switch (event.type) {
    case "effect.intended":
    case "effect.succeeded":
    case "effect.failed":
    case "effect.in-doubt":
    case "effect.resolved":
      return foldEffect(toEffect(known), event, event.at);
    case "step.skipped":
    case "step.overridden":
    case "step.reused":
      return decide(known, event);
    case "step.opened":
    case "step.completed":
    case "step.failed":
    case "wait.told":
      return waited(known ?? untouched(event.at), event);
    default: {
      const step = known ?? untouched(event.at);
      const manual = foldManual(step.manual, event);
      if (event.type !== "manual.escalated" || step.wait === undefined) return { ...step, manual };
      return { ...step, manual, wait: { ...step.wait, escalateMs: event.data.nextMs } };
    }
  }
}

/** A step to which the run has not come. */
function untouched(at: number): Next {
  return { status: "pending", key: "", attempts: 0, failedAttempts: 0, startedAt: at };
}

function waited(step: Next, { type, data, at }: WaitEvent): Next {
  switch (type) {
    case "step.opened": {
      const { stepId: _, ...wait } = data;
      return { ...step, status: "waiting", startedAt: at, wait };
    }
    case "step.completed":
      return { ...step, status: "succeeded", finishedAt: at, output: data.output };
    case "step.failed":
      return { ...step, status: "failed", finishedAt: at, failure: data.failure };
    case "wait.told":
      return { ...step, told: data.told };
  }
}

const DECISIONS = {
  "step.skipped": "skipped",
  "step.overridden": "overridden",
  "step.reused": "reused",
} as const;

function decide(known: StepState | undefined, event: DecisionEvent & Placed): Next {
  const { reason, output, volume, preparer } = event.data;
  const decided: StepDecision = { as: DECISIONS[event.type], by: event.actor, at: event.at, reason };
  const decision = preparer === undefined ? decided : { ...decided, preparer };
  const { attempts = 0, failedAttempts = 0, startedAt = event.at, key = "" } = known ?? {};
  const step = { key, attempts, failedAttempts, startedAt, finishedAt: event.at, decision };
  if (event.type === "step.skipped") return { ...step, status: "skipped" };
  return { ...step, status: "succeeded", output, volume };
}
