import type { JsonValue } from "../../json.js";
import { toJsonValue } from "../../json.js";
import type { RunState } from "../run-state.js";
import type { RunnerServices } from "../runner-options.js";
import { actOnRun } from "./act-on-run.js";
import type { StepAct } from "./decide-step.js";

/** What a person found out about a step in doubt. */
export interface DoubtResolution extends StepAct {
  readonly finding: { readonly as: "happened"; readonly output: JsonValue } | { readonly as: "absent" };
}

/** Keeps what a person found out about a step in doubt. */
export function resolveDoubt(
  services: RunnerServices,
  { finding, stepId, ...act }: DoubtResolution,
): Promise<RunState> {
  const { reason } = act;
  return actOnRun(services, { ...act, stepId, called: `resolve ${stepId}` }, (run) => {
    const status = run.steps.find((step) => step.stepId === stepId)?.status ?? "not begun";
    if (status !== "in-doubt") return { refused: `it is ${status}, not in doubt` };
    const effect = { effectId: stepId, reason };
    return [
      {
        type: "effect.resolved",
        data:
          finding.as === "absent"
            ? { ...effect, as: "absent" }
            : { ...effect, as: "happened", output: toJsonValue(finding.output) },
      },
    ];
  });
}
