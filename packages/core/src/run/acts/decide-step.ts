import type { Step } from "../../guide/procedure.js";
import { type JsonValue, toJsonValue } from "../../json.js";
import { createRunLog } from "../run-log.js";
import type { RunState, StepStatus } from "../run-state.js";
import type { RunnerServices } from "../runner-options.js";
import { type ActDecision, actOnRun, type RunAct } from "./act-on-run.js";

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
  const step = await findStep(services, act);
  return actOnRun(services, { ...act, called: `skip ${stepId}` }, (run) => {
    if (step === undefined) return { refused: `the procedure has no step ${stepId}` };
    if (step.onFailure?.then !== "continue") {
      return { refused: "later steps rely on its output; override it with one instead" };
    }
    return unlessSettled(run, stepId, [{ type: "step.skipped", data: { stepId, reason } }]);
  });
}

/** Sets the output of a step that a person has seen to, or knows better. */
export async function overrideStep(services: RunnerServices, act: StepOverride): Promise<RunState> {
  const { stepId, reason } = act;
  const output = toJsonValue(act.output);
  const step = await findStep(services, act);
  return actOnRun(services, { ...act, called: `override ${stepId}` }, (run) => {
    if (step === undefined) return { refused: `the procedure has no step ${stepId}` };
    return unlessSettled(run, stepId, [{ type: "step.overridden", data: { stepId, output, reason } }]);
  });
}

async function findStep(services: RunnerServices, { runId, stepId }: StepAct): Promise<Step | undefined> {
  const run = await createRunLog(services.log).get(runId);
  const guide = services.guides.find(({ hash }) => hash === run.guideHash) ?? services.guides[0];
  const { steps, failureSteps } = guide.procedure(run.procedureId);
  return [...steps, ...failureSteps].find(({ id }) => id === stepId);
}

const OPEN: readonly (StepStatus | undefined)[] = [undefined, "retrying", "in-doubt", "failed", "refused"];

function unlessSettled(run: RunState, stepId: string, events: ActDecision): ActDecision {
  const status = run.steps.find((step) => step.stepId === stepId)?.status;
  if (OPEN.includes(status)) return events;
  return { refused: status === "running" ? "it is under way" : `it is settled: ${status}` };
}
