import { toIntent } from "../../effect/perform-effect.js";
import type { AutomatedStep } from "../../guide/procedure.js";
import { compensationOf, type RunState } from "../run-state.js";
import { finishedAlone } from "./finish-run.js";
import type { Moving, NewRunEvent } from "./moving.js";
import { type Move, nextMove } from "./next-move.js";

/**
 * The event with which a run's next move begins, where that is known without looking at anything: a rule for the same
 * write as what led to it, so that the outcome of a step and the intent of the next share one commit.
 *
 * Nothing is begun of which the caller's right to perform has ended.
 */
export function beginNext(
  { procedure, held }: Pick<Moving, "procedure"> & { readonly held: Pick<Moving["held"], "signal"> },
  run: RunState | undefined,
): readonly NewRunEvent[] {
  if (run === undefined || held.signal.aborted) return [];
  const next = nextMove(procedure, run);
  if (next.move === "finish") return finishedAlone(run, next.outcome);
  const effect = freshEffect(next, run);
  return effect === undefined
    ? []
    : [toIntent({ ...effect, key: `${run.runId}/${effect.effectId}`, state: undefined }, effect.contract)];
}

/** The effect that a move performs, where it has never been intended. */
export function freshEffect(next: Move, run: Pick<RunState, "steps">) {
  if (next.move !== "perform" && next.move !== "compensate") return undefined;
  const effect = effectOf(next);
  return run.steps.some(({ stepId }) => stepId === effect.effectId) ? undefined : effect;
}

function effectOf({ move, step }: { readonly move: "perform" | "compensate"; readonly step: AutomatedStep }) {
  if (move === "perform") return { effectId: step.id, contract: step.effect };
  return { effectId: compensationOf(step.id), contract: step.compensate?.effect ?? step.effect };
}
