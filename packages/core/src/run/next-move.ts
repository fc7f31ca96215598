import type { Step } from "../guide/procedure.js";
import type { RunState } from "./run-state.js";

/** What a run does next. */
export type Move =
  | { readonly move: "perform"; readonly step: Step }
  | { readonly move: "finish"; readonly outcome: "succeeded" | "failed" };

interface Steps {
  readonly steps: readonly Step[];
  readonly failureSteps: readonly Step[];
}

/** The rule by which a run moves: a pure function of its procedure and its state, by the ids of steps. */
export function nextMove({ steps, failureSteps }: Steps, run: Pick<RunState, "steps">): Move {
  const statusOf = (step: Step) => run.steps.find(({ stepId }) => stepId === step.id)?.status;
  for (const step of steps) {
    const status = statusOf(step);
    if (status === "succeeded") continue;
    if (status !== "failed" && status !== "refused") return { move: "perform", step };
    if (step.onFailure?.then !== "continue") return afterFailure(failureSteps, statusOf);
  }
  return { move: "finish", outcome: "succeeded" };
}

/** A failure step that fails itself does not keep the others from being taken. */
function afterFailure(failureSteps: readonly Step[], statusOf: (step: Step) => string | undefined): Move {
  const settled = ["succeeded", "failed", "refused"];
  const step = failureSteps.find((each) => !settled.includes(statusOf(each) ?? "not begun"));
  return step === undefined ? { move: "finish", outcome: "failed" } : { move: "perform", step };
}
