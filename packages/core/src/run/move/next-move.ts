import type {
  AnyProcedure,
  AutomatedStep,
  CallingStep,
  ManualStep,
  Step,
  WaitingStep,
} from "../../guide/procedure.js";
import { compensationOf, type RunState, type StepState, type StepStatus } from "../run-state.js";

/** A step that waits for something once it has begun. */
export type WaitingStepKind = ManualStep | WaitingStep | CallingStep;

/** What a run does next. */
export type Move =
  /** Its turn among the runs of its concurrency key. */
  | { readonly move: "take-turn" }
  | { readonly move: "perform"; readonly step: AutomatedStep }
  | { readonly move: "compensate"; readonly step: AutomatedStep }
  | { readonly move: "open"; readonly step: WaitingStepKind }
  /** To see whether what a step waits for has come. */
  | { readonly move: "look"; readonly step: WaitingStepKind }
  | { readonly move: "wait" }
  | { readonly move: "finish"; readonly outcome: "succeeded" | "failed" | "cancelled" };

type Moved = Pick<RunState, "steps" | "cancellation" | "hold" | "turn">;

/** The rule by which a run moves: a pure function of its procedure and its state, by the ids of steps. */
export function nextMove(
  procedure: Pick<AnyProcedure, "steps" | "failureSteps" | "concurrency">,
  run: Moved,
): Move {
  if (run.cancellation !== undefined) return afterCancellation(procedure, run, run.cancellation);
  if (run.hold !== undefined) return { move: "wait" };
  if (procedure.concurrency !== undefined && run.turn?.hasCome !== true) {
    return run.turn === undefined ? { move: "take-turn" } : { move: "wait" };
  }
  // One that was begun is brought to its end, also where a person has set right in the meantime what had failed.
  const begun = procedure.failureSteps.find(({ id }) => statusOf(run, id) === "running");
  if (begun !== undefined) return { move: "perform", step: begun };
  for (const step of procedure.steps) {
    const status = statusOf(run, step.id);
    if (status === "succeeded" || status === "skipped") continue;
    if (status === "failed" || status === "refused") {
      if (step.onFailure?.then === "continue") continue;
      return afterFailure(procedure, run, step);
    }
    if (step.kind === "automated") return { move: "perform", step };
    return { move: status === "waiting" ? "look" : "open", step };
  }
  return { move: "finish", outcome: "succeeded" };
}

/** A failure step that fails itself does not keep the others from being taken. */
function afterFailure(
  procedure: Pick<AnyProcedure, "steps" | "failureSteps">,
  run: Moved,
  failed: Step,
): Move {
  const undo = failed.onFailure?.then === "compensate" ? nextCompensation(procedure, run) : undefined;
  if (undo !== undefined) return undo;
  const step = procedure.failureSteps.find(({ id }) => !isSettled(statusOf(run, id)));
  return step === undefined ? { move: "finish", outcome: "failed" } : { move: "perform", step };
}

function afterCancellation(
  procedure: Pick<AnyProcedure, "steps" | "failureSteps">,
  run: Moved,
  { compensate }: { readonly compensate?: boolean | undefined },
): Move {
  // What nobody knows is not over: a person has to say what became of it first.
  if (run.steps.some(({ status }) => status === "in-doubt")) return { move: "wait" };
  const left = leftRunning(procedure, run);
  if (left !== undefined) return left;
  const call = procedure.steps.find(({ id, kind }) => kind === "calling" && statusOf(run, id) === "waiting");
  if (call?.kind === "calling") return { move: "look", step: call };
  const undo = compensate === true ? nextCompensation(procedure, run) : undefined;
  return undo ?? { move: "finish", outcome: "cancelled" };
}

/** What had begun before the run was cancelled: whoever takes it up finds out what became of it, or cuts it off. */
function leftRunning(
  { steps, failureSteps }: Pick<AnyProcedure, "steps" | "failureSteps">,
  run: Moved,
): Move | undefined {
  for (const step of [...steps, ...failureSteps]) {
    if (step.kind !== "automated") continue;
    if (statusOf(run, step.id) === "running") return { move: "perform", step };
    if (statusOf(run, compensationOf(step.id)) === "running") return { move: "compensate", step };
  }
  return undefined;
}

/** What this run itself has done is undone, the latest first. One that cannot be undone does not keep the others from it. */
function nextCompensation({ steps }: Pick<AnyProcedure, "steps">, run: Moved): Move | undefined {
  const step = steps.findLast(
    (each) =>
      each.kind === "automated" &&
      each.compensate !== undefined &&
      hasHappened(stateOf(run, each.id)) &&
      !isSettled(statusOf(run, compensationOf(each.id))),
  );
  return step?.kind === "automated" ? { move: "compensate", step } : undefined;
}

function hasHappened(state: StepState | undefined): boolean {
  return state?.decision === undefined && (state?.status === "succeeded" || state?.status === "refused");
}

function isSettled(status: StepStatus | undefined): boolean {
  return status === "succeeded" || status === "failed" || status === "refused" || status === "skipped";
}

function stateOf({ steps }: Moved, id: string): StepState | undefined {
  return steps.find(({ stepId }) => stepId === id);
}

function statusOf(run: Moved, id: string): StepStatus | undefined {
  return stateOf(run, id)?.status;
}
