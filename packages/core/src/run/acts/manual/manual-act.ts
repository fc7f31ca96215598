import type { Actor } from "../../../actor.js";
import type { AnyProcedure, ManualStep } from "../../../guide/procedure.js";
import type { NewRunEvent } from "../../move/moving.js";
import { createRunLog } from "../../run-log.js";
import type { RunState, StepState } from "../../run-state.js";
import type { RunnerServices } from "../../runner-options.js";
import { roleOf } from "../../team.js";
import { keepAct } from "../act-on-run.js";
import { findProcedure } from "../find-step.js";
import { whySettled } from "./manual-rules.js";

/** Something that a person does at a manual step. */
export interface ManualStepAct {
  readonly runId: string;
  readonly stepId: string;
  readonly actor: Actor;
}

/** What an act at a manual step is decided on. */
export interface ManualSituation {
  readonly run: RunState;
  readonly procedure: AnyProcedure;
  readonly step: ManualStep;
  /** The state of the step; absent when nothing has happened to it. */
  readonly state: StepState | undefined;
  /** The role under which the actor may do it. */
  readonly role: string;
}

/** What an act leads to: events, or the reason why it cannot be. */
type Decide = (situation: ManualSituation) => readonly NewRunEvent[] | { readonly refused: string };

interface ManualActing {
  readonly called: string;
  /** The roles of which the actor has to hold one. @defaultValue the role of the step */
  readonly roles?: ((step: ManualStep) => readonly string[]) | undefined;
  /** What has to be found out before anything is decided; a reason refuses the act. */
  readonly prepare?: ((situation: ManualSituation) => Promise<string | undefined>) | undefined;
}

/**
 * Keeps what a person did at a manual step, where the run has come to it or before it has. Refused, and that kept: for
 * a step that is none, or is settled; by somebody who does not hold the role.
 */
export async function actOnManualStep(
  services: RunnerServices,
  act: ManualStepAct,
  { called, roles = ({ role }) => [role], prepare }: ManualActing,
  decide: Decide,
): Promise<RunState> {
  const { runId, stepId, actor } = act;
  const seen = await createRunLog(services.log).get(runId);
  const situate = (run: RunState): ManualSituation | { readonly refused: string } => {
    const procedure = findProcedure(services, run);
    const step = procedure.steps.find(({ id }) => id === stepId);
    if (step?.kind !== "manual") return { refused: `the procedure has no manual step ${stepId}` };
    const state = run.steps.find((each) => each.stepId === stepId);
    const settled = whySettled(state);
    if (settled !== undefined) return { refused: settled };
    const role = roleOf(services.team, actor, roles(step));
    if (role === undefined) {
      return { refused: `${actor.id} does not hold the role of ${roles(step).join(" or ")}` };
    }
    return { run, procedure, step, state, role };
  };
  const before = situate(seen);
  const obstacle = "refused" in before ? undefined : await prepare?.(before);
  return keepAct(services, { runId, stepId, actor, called: `${called} ${stepId}` }, (run) => {
    const situation = situate(run);
    if ("refused" in situation) return situation;
    return obstacle === undefined ? decide(situation) : { refused: obstacle };
  });
}
