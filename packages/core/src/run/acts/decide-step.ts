import type { Step } from "../../guide/procedure.js";
import { type JsonValue, toJsonValue } from "../../json.js";
import { isCompensation, type RunState, type StepStatus } from "../run-state.js";
import type { RunnerServices } from "../runner-options.js";
import { type ActDecision, actOnRun, type RunAct } from "./act-on-run.js";
import { findProcedure } from "./find-step.js";

/** Something that a person does to a step of a run. */
export interface StepAct extends RunAct {
  readonly stepId: string;
}

export interface StepOverride extends StepAct {
  /** What the step counts as having returned. */
  readonly output: JsonValue;
}

/** Leaves a step out. Only where the guide lets the run go on without its output: other steps can be overridden. */
export async function skipStep(services: RunnerServices, act: StepAct): Promise<RunState> {
  const { stepId, reason } = act;
  return decideStep(services, act, `skip ${stepId}`, (step) =>
    step.onFailure?.then === "continue"
      ? [{ type: "step.skipped", data: { stepId, reason } }]
      : { refused: "later steps rely on its output; override it with one instead" },
  );
}

/** Sets the output of a step that a person has seen to, or knows better. */
export async function overrideStep(services: RunnerServices, act: StepOverride): Promise<RunState> {
  const { stepId, reason } = act;
  const output = toJsonValue(act.output);
  return decideStep(services, act, `override ${stepId}`, () => [
    { type: "step.overridden", data: { stepId, output, reason } },
  ]);
}

async function decideStep(
  services: RunnerServices,
  act: StepAct,
  called: string,
  decide: (step: Step) => ActDecision,
): Promise<RunState> {
  return actOnRun(services, { ...act, called }, (run) => {
    const { steps, failureSteps } = findProcedure(services, run);
    const step = [...steps, ...failureSteps].find(({ id }) => id === act.stepId);
    if (step === undefined) return { refused: `the procedure has no step ${act.stepId}` };
    const obstacle = whyNot(step, run);
    return obstacle === undefined ? decide(step) : { refused: obstacle };
  });
}

const OPEN: readonly (StepStatus | undefined)[] = [
  undefined,
  "pending",
  "waiting",
  "retrying",
  "in-doubt",
  "failed",
  "refused",
];

/** Why nobody can decide about a step now, or nothing when somebody can. */
function whyNot(step: Step, run: RunState): string | undefined {
  const state = run.steps.find(({ stepId }) => stepId === step.id);
  if (step.kind === "calling" && state?.status === "waiting") {
    return `its run ${state.wait?.runId ?? ""} is under way; cancel that one`;
  }
  const hasFailed = state?.status === "failed" || state?.status === "refused";
  if (hasFailed && run.steps.some(({ stepId }) => isCompensation(stepId)))
    return "what was done before it is being undone";
  if (OPEN.includes(state?.status)) return undefined;
  return state?.status === "running" ? "it is under way" : `it is settled: ${state?.status ?? ""}`;
}
