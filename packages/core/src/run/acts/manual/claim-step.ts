import type { RunState } from "../../run-state.js";
import type { RunnerServices } from "../../runner-options.js";
import { actOnManualStep, type ManualStepAct } from "./manual-act.js";

/** Takes a manual step on: nobody else submits its form until it is given back. */
export function claimStep(services: RunnerServices, act: ManualStepAct): Promise<RunState> {
  const { stepId } = act;
  return actOnManualStep(services, act, { called: "claim" }, ({ role, state }) => {
    const holder = state?.manual?.claimed?.by.id;
    if (holder !== undefined) return { refused: `${holder} has claimed it` };
    return [{ type: "manual.claimed", data: { stepId, role } }];
  });
}

/** Gives a manual step back that somebody has claimed: oneself, or a colleague who is away. */
export function returnStep(services: RunnerServices, act: ManualStepAct): Promise<RunState> {
  const { stepId } = act;
  return actOnManualStep(services, act, { called: "give back" }, ({ state }) =>
    state?.manual?.claimed === undefined
      ? { refused: "nobody has claimed it" }
      : [{ type: "manual.returned", data: { stepId } }],
  );
}
