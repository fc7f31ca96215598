import type { Actor } from "../../actor.js";
import type { EventOf } from "../../log/stream-kind.js";
import { SpmError } from "../../spm-error.js";
import { openRun, requestedRun } from "../open-run.js";
import { runKind } from "../run-kind.js";
import type { RunState } from "../run-state.js";
import type { RunnerServices } from "../runner-options.js";

/** Something that a person does to a run. */
export interface RunAct {
  readonly runId: string;
  /** Why. Kept in the log. */
  readonly reason: string;
  readonly actor: Actor;
}

/** What an act leads to: events, or the reason why it cannot be. */
export type ActDecision = readonly EventOf<(typeof runKind)["events"]>[] | { readonly refused: string };

/**
 * Keeps what a person did to a run, with who and why. An act that cannot be is kept too, and changes nothing.
 *
 * @throws SpmError `run.refused` with the reason, `run.unknown` without the run, `config.invalid` without a reason.
 */
export async function actOnRun(
  services: Pick<RunnerServices, "log" | "redactor">,
  act: RunAct & CalledAct,
  decide: (run: RunState) => ActDecision,
): Promise<RunState> {
  if (act.reason.trim() === "") {
    const issues = ["reason: say why; it is kept in the log"];
    throw new SpmError("config.invalid", `To ${act.called} needs a reason.`, { issues });
  }
  return keepAct(services, act, decide);
}

/** What an act is called in messages and in the log, and to which runs it is done. */
interface CalledAct {
  readonly called: string;
  /** The step at which it is done. */
  readonly stepId?: string | undefined;
  readonly on?: "an ended run" | undefined;
}

/** As `actOnRun`, for an act that speaks for itself. */
export async function keepAct(
  services: Pick<RunnerServices, "log" | "redactor">,
  act: Omit<RunAct, "reason"> & CalledAct,
  decide: (run: RunState) => ActDecision,
): Promise<RunState> {
  const { runId, actor, called, stepId } = act;
  const stream = await openRun(services, runId, actor);
  requestedRun(stream);
  let refusal: string | undefined;
  await stream.append((run) => {
    if (run === undefined) return [];
    const decision = isOpen(run) === (act.on === "an ended run") ? { refused: standingOf(run) } : decide(run);
    refusal = "refused" in decision ? decision.refused : undefined;
    return "refused" in decision
      ? [{ type: "act.refused", data: { act: called, why: decision.refused, stepId } }]
      : decision;
  });
  if (refusal !== undefined) {
    throw new SpmError("run.refused", `Cannot ${called} in ${runId}: ${refusal}.`, { issues: [refusal] });
  }
  return requestedRun(stream);
}

function isOpen({ status }: RunState): boolean {
  return runKind.ended?.includes(status) !== true;
}

function standingOf(run: RunState): string {
  return isOpen(run) ? `the run has not ended: it is ${run.status}` : `the run has ended: ${run.status}`;
}
