import type { Step } from "../guide/procedure.js";
import type { RunState, StepStatus } from "./run-state.js";

/** What a run does next. */
export type Move =
  | { readonly move: "perform"; readonly step: Step }
  | { readonly move: "wait" }
  | { readonly move: "finish"; readonly outcome: "succeeded" | "failed" | "cancelled" };

interface Steps {
  readonly steps: readonly Step[];
  readonly failureSteps: readonly Step[];
}

/** The rule by which a run moves: a pure function of its procedure and its state, by the ids of steps. */
export function nextMove(
  { steps, failureSteps }: Steps,
  run: Pick<RunState, "steps" | "cancellation" | "hold">,
): Move {
  if (run.cancellation !== undefined) {
    // What nobody knows is not over: a person has to say what became of it first.
    const inDoubt = run.steps.some(({ status }) => status === "in-doubt");
    return inDoubt ? { move: "wait" } : { move: "finish", outcome: "cancelled" };
  }
  if (run.hold !== undefined) return { move: "wait" };

  const statusOf = (step: Step) => run.steps.find(({ stepId }) => stepId === step.id)?.status;
  for (const step of steps) {
    const status = statusOf(step);
    if (status === "succeeded" || status === "skipped") continue;
    if (status !== "failed" && status !== "refused") return { move: "perform", step };
    if (step.onFailure?.then !== "continue") return afterFailure(failureSteps, statusOf);
  }
  return { move: "finish", outcome: "succeeded" };
}

const SETTLED: readonly (StepStatus | undefined)[] = ["succeeded", "failed", "refused", "skipped"];

/** A failure step that fails itself does not keep the others from being taken. */
function afterFailure(failureSteps: readonly Step[], statusOf: (step: Step) => StepStatus | undefined): Move {
  const step = failureSteps.find((each) => !SETTLED.includes(statusOf(each)));
  return step === undefined ? { move: "finish", outcome: "failed" } : { move: "perform", step };
}
