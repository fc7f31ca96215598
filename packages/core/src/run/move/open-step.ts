import { recordFailure } from "../../effect/failure-kind.js";
import type { CallingStep, ManualStep, WaitingStep } from "../../guide/procedure.js";
import { toDueInstant } from "../../guide/step/due.js";
import type { StepState, StepWait } from "../run-state.js";
import { calledRunId, openCall } from "./call-run.js";
import { whatIsDue } from "./look-at-step.js";
import { type Moving, type NewRunEvent, outputsOf, runOf, stepStateOf } from "./moving.js";
import type { WaitingStepKind } from "./next-move.js";

/**
 * Begins a step that waits: keeps what it waits for and until when. What follows of what has come already stands in the
 * same write, and so does the run that it calls: once it waits, nobody would look before the next thing happens.
 */
export async function openStep(moving: Moving, step: WaitingStepKind): Promise<void> {
  const { stream, held, services } = moving;
  const seen = stream.seq;
  const now = services.clock.now();
  let wait: StepWait;
  try {
    wait = toWait(moving, step, now);
  } catch (error) {
    // The guide could not say until when: that is a failure of the step.
    const failed: NewRunEvent = {
      type: "step.failed",
      data: { stepId: step.id, failure: recordFailure(error) },
    };
    await stream.append(() => (stream.seq === seen ? [failed] : []), held);
    return;
  }
  const opened: NewRunEvent = { type: "step.opened", data: { stepId: step.id, ...wait } };
  if (step.kind === "calling") {
    await openCall(moving, step, opened);
  } else {
    const state = {
      ...(stepStateOf(runOf(moving), step.id) ?? untouchedStep(step.id)),
      wait,
      startedAt: now,
    };
    const due = await whatIsDue(moving, step, { state, now });
    // Decided on this very state: when somebody was first, the run is looked at again.
    await stream.append(() => (stream.seq === seen ? [opened, ...due] : []), held);
  }
  if (stepStateOf(runOf(moving), step.id)?.status !== "waiting") return;
  const { progress } = services;
  progress.emit("step:waiting", { runId: stream.id, stepId: step.id, title: step.title, wait });
}

function untouchedStep(stepId: string): StepState {
  return { stepId, status: "pending", key: "", attempts: 0, failedAttempts: 0, startedAt: 0 };
}

function toWait(moving: Moving, step: WaitingStepKind, fromMs: number): StepWait {
  switch (step.kind) {
    case "manual":
      return waitForPeople(moving, step, fromMs);
    case "waiting":
      return waitForMoment(moving, step, fromMs);
    case "calling":
      return waitForRun(moving, step);
  }
}

function waitForPeople({ guide }: Moving, step: ManualStep, fromMs: number): StepWait {
  const { due, escalate = [], whenOverdue = "wait" } = step;
  const dueMs = due && toDueInstant(due, fromMs, guide.calendars);
  const [first] = escalate
    .map((each) => toDueInstant(each.due, fromMs, guide.calendars))
    .sort((a, b) => a - b);
  return {
    kind: "manual",
    dueMs,
    untilMs: whenOverdue === "wait" ? undefined : dueMs,
    escalateMs: first,
  };
}

function waitForMoment(moving: Moving, { until, due }: WaitingStep, fromMs: number): StepWait {
  const { guide, input } = moving;
  if (!("words" in until)) return { kind: "waiting", untilMs: toDueInstant(until, fromMs, guide.calendars) };
  if ("moment" in until) {
    const untilMs = until.moment({ input, outputs: outputsOf(runOf(moving)), fromMs });
    if (!Number.isFinite(untilMs)) throw new TypeError(`${until.words}: the moment is ${untilMs}`);
    return { kind: "waiting", untilMs };
  }
  const dueMs = due && toDueInstant(due, fromMs, guide.calendars);
  return { kind: "waiting", dueMs, untilMs: dueMs };
}

function waitForRun(moving: Moving, step: CallingStep): StepWait {
  return { kind: "calling", runId: calledRunId(moving, step) };
}
