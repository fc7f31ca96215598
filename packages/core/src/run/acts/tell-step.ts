import type { Actor } from "../../actor.js";
import { type JsonValue, toJsonValue } from "../../json.js";
import { toIssues } from "../../parse-options.js";
import type { RunState } from "../run-state.js";
import type { RunnerServices } from "../runner-options.js";
import { keepAct } from "./act-on-run.js";
import { findProcedure } from "./find-step.js";

/** What a waiting step is told. */
export interface StepMessage {
  readonly runId: string;
  readonly stepId: string;
  readonly told: unknown;
  /** Who tells it: a person, or the service that has heard of it. */
  readonly actor: Actor;
}

/** Tells a waiting step what it waits for. The first to tell it counts, also before the run has come to it. */
export function tellStep(
  services: RunnerServices,
  { runId, stepId, told, actor }: StepMessage,
): Promise<RunState> {
  return keepAct(services, { runId, stepId, actor, called: `tell ${stepId}` }, (run) => {
    const step = findProcedure(services, run).steps.find(({ id }) => id === stepId);
    if (step?.kind !== "waiting" || !("told" in step.until)) {
      return { refused: `the procedure has no step ${stepId} that waits to be told` };
    }
    const state = run.steps.find((each) => each.stepId === stepId);
    if (state?.told !== undefined) return { refused: "it has been told already" };
    if (state !== undefined && state.status !== "pending" && state.status !== "waiting") {
      return { refused: `it is settled: ${state.status}` };
    }
    const parsed = step.until.told.safeParse(told);
    if (!parsed.success) return { refused: `that does not fit: ${toIssues(parsed.error).join("; ")}` };
    const value: JsonValue = toJsonValue(parsed.data);
    const heard = { type: "wait.told", data: { stepId, told: value } } as const;
    if (state?.status !== "waiting") return [heard];
    return [heard, { type: "step.completed", data: { stepId, output: value } }];
  });
}
