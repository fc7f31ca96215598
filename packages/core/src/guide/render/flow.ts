import type { StepStatus } from "../../run/run-state.js";
import type { OutlinedStep, ProcedureOutline } from "./procedure-outline.js";

/** A step as a flow shows it. */
export interface FlowStep {
  readonly number: string;
  readonly anchor: string;
  readonly title: string;
  /** It must never be done twice. */
  readonly isOnce: boolean;
  /** Where a failure leads: the procedure stops, or goes on. */
  readonly onFailure: "stop" | "continue";
  /** Whom to call then. */
  readonly call?: string | undefined;
  /** Where it stands in the run that is shown. */
  readonly status?: StepStatus | undefined;
}

/** The way through a procedure: its steps in order, and where each leads when it fails. */
export interface Flow {
  readonly title: string;
  readonly steps: readonly FlowStep[];
  readonly failureSteps: readonly FlowStep[];
}

/** The flow of a procedure, with the statuses of a run where one is shown. */
export function toFlow(
  { procedure, steps, failureSteps }: ProcedureOutline,
  statusOf: (stepId: string) => StepStatus | undefined = () => undefined,
): Flow {
  const toFlowStep = ({ step, number, anchor }: OutlinedStep): FlowStep => ({
    number,
    anchor,
    title: step.title,
    isOnce: step.effect === "once",
    onFailure: step.onFailure?.then ?? "stop",
    call: step.onFailure?.call,
    status: statusOf(step.id),
  });
  return {
    title: procedure.title,
    steps: steps.map(toFlowStep),
    // A failure step that fails itself does not keep the others from being taken.
    failureSteps: failureSteps.map((each) => ({ ...toFlowStep(each), onFailure: "continue" })),
  };
}

/** What comes of a failure of a step, in a few words each: where it leads, and whom to call. */
export function describeBranch({ onFailure, call }: FlowStep): readonly string[] {
  const way = onFailure === "continue" ? "goes on" : "stops";
  return call === undefined ? [way] : [way, `call ${call}`];
}
