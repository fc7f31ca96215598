import type { CallingStep, ManualStep, WaitingStep } from "../../guide/procedure.js";
import { toDueInstant } from "../../guide/step/due.js";
import type { StepWait } from "../run-state.js";
import { type Moving, type NewRunEvent, outputsOf, runOf } from "./moving.js";
import type { WaitingStepKind } from "./next-move.js";

/** Begins a step that waits: keeps what it waits for and until when. What it has to do with people or runs comes after. */
export async function openStep(moving: Moving, step: WaitingStepKind): Promise<void> {
  const { stream, held, services } = moving;
  const wait = toWait(moving, step, services.clock.now());
  const event: NewRunEvent = { type: "step.opened", data: { stepId: step.id, ...wait } };
  const seen = stream.seq;
  // Decided on this very state: when somebody was first, the run is looked at again.
  await stream.append(() => (stream.seq === seen ? [event] : []), held);
  if (stream.seq === seen) return;
  const { progress } = services;
  progress.emit("step:waiting", { runId: stream.id, stepId: step.id, title: step.title, wait });
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

function waitForRun({ stream }: Moving, { id }: CallingStep): StepWait {
  return { kind: "calling", runId: `${stream.id}/${id}` };
}
