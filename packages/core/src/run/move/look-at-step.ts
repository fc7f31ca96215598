import type { ManualStep, WaitingStep } from "../../guide/procedure.js";
import { toDueInstant } from "../../guide/step/due.js";
import { toJsonValue } from "../../json.js";
import { completionOf, findCheckFailure, whyVoid } from "../acts/manual/manual-rules.js";
import type { StepState } from "../run-state.js";
import { callRun } from "./call-run.js";
import { type Moving, type NewRunEvent, runOf, stepStateOf } from "./moving.js";
import type { WaitingStepKind } from "./next-move.js";

/** Does what has become due at a step that waits. Tells whether anything has: otherwise the run goes on waiting. */
export async function lookAtStep(moving: Moving, step: WaitingStepKind): Promise<boolean> {
  const { stream, held, services } = moving;
  const state = stepStateOf(runOf(moving), step.id);
  if (state?.status !== "waiting") return true;
  if (step.kind === "calling") return callRun(moving, step);
  const seen = stream.seq;
  const now = services.clock.now();
  const events = await whatIsDue(moving, step, { state, now });
  // Decided on this very state: when somebody was first, the run is looked at again.
  await stream.append(() => (stream.seq === seen ? events : []), held);
  return stream.seq !== seen;
}

/** What follows for a step that waits for people, for a moment or for a signal, from where it stands now. */
export async function whatIsDue(
  moving: Moving,
  step: ManualStep | WaitingStep,
  { state, now }: { readonly state: StepState; readonly now: number },
): Promise<readonly NewRunEvent[]> {
  return step.kind === "manual" ? lookAtManual(moving, step, state, now) : lookAtWait(step, state, now);
}

/** What people did before the run came here counts now, if it holds; then whoever has to be called is, and time runs out. */
async function lookAtManual(
  moving: Moving,
  step: ManualStep,
  state: StepState,
  now: number,
): Promise<readonly NewRunEvent[]> {
  const { id: stepId, whenOverdue } = step;
  const { manual, wait } = state;
  const completion = completionOf(step, manual);
  if (completion !== undefined && manual?.submission !== undefined) {
    const { form, by } = manual.submission;
    const reason =
      whyVoid(step, runOf(moving)) ??
      (await findCheckFailure(step, { ...moving, run: runOf(moving) }, { form, actor: by }));
    return reason === undefined ? [completion] : [{ type: "manual.rejected", data: { stepId, reason } }];
  }
  if (wait?.untilMs !== undefined && wait.untilMs <= now) {
    if (typeof whenOverdue !== "object") return [overdue(stepId, wait.untilMs)];
    const output = toJsonValue(step.form.parse(whenOverdue.submit));
    return [{ type: "step.completed", data: { stepId, output, because: "overdue: it counts as done so" } }];
  }
  if (wait?.escalateMs === undefined || wait.escalateMs > now) return [];
  return [toEscalation(moving, step, state)];
}

function toEscalation(
  { guide }: Moving,
  { id: stepId, escalate = [] }: ManualStep,
  state: StepState,
): NewRunEvent {
  const calls = escalate
    .map(({ due, call }) => ({ call, atMs: toDueInstant(due, state.startedAt, guide.calendars) }))
    .sort((a, b) => a.atMs - b.atMs);
  const done = state.manual?.escalations ?? 0;
  const call = calls[done]?.call ?? "";
  return { type: "manual.escalated", data: { stepId, call, nextMs: calls[done + 1]?.atMs } };
}

function lookAtWait(
  { id: stepId, until }: WaitingStep,
  { told, wait }: StepState,
  now: number,
): readonly NewRunEvent[] {
  if (told !== undefined) return [{ type: "step.completed", data: { stepId, output: told } }];
  if (wait?.untilMs === undefined || wait.untilMs > now) return [];
  if ("told" in until) return [overdue(stepId, wait.untilMs)];
  return [{ type: "step.completed", data: { stepId, output: wait.untilMs } }];
}

function overdue(stepId: string, dueMs: number): NewRunEvent {
  const message = `It was due at ${new Date(dueMs).toISOString()}.`;
  return { type: "step.failed", data: { stepId, failure: { code: "step.timed-out", message } } };
}
