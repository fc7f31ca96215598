import type { RunState } from "../run-state.js";
import { freshEffect } from "./begin-next.js";
import { finishRun } from "./finish-run.js";
import { lookAtStep } from "./look-at-step.js";
import { type Moving, runOf } from "./moving.js";
import { type Move, nextMove } from "./next-move.js";
import { openStep } from "./open-step.js";
import { compensateStep, performStep } from "./perform-step.js";
import { takeTurn } from "./take-turn.js";

/**
 * Moves a run until it has ended or waits: the only place where a run moves.
 *
 * The run is what its events say. What it does to the outside world is an effect of it, performed under the claim.
 *
 * @param left the steps that stood in the log when the claim was taken: of their effects nobody knows how far they came.
 */
export async function advanceRun(moving: Moving, left: ReadonlySet<string>): Promise<RunState> {
  const { procedure, held, services } = moving;
  for (;;) {
    const run = runOf(moving);
    if (run.finishedAt !== undefined) {
      services.progress.emit("run:finished", run);
      return run;
    }
    held.signal.throwIfAborted();
    const next = nextMove(procedure, run);
    if (!(await make(moving, next, left)) || runOf(moving).status === "in-doubt") return runOf(moving);
  }
}

/** Makes one move. Tells whether there may be another. */
async function make(moving: Moving, next: Move, left: ReadonlySet<string>): Promise<boolean> {
  switch (next.move) {
    case "wait":
      return false;
    case "take-turn":
      await takeTurn(moving);
      return true;
    case "perform":
      await performStep(moving, next.step, isBegun(moving, next, left));
      return true;
    case "compensate":
      await compensateStep(moving, next.step, isBegun(moving, next, left));
      return true;
    case "open":
      await openStep(moving, next.step);
      return true;
    case "look":
      return lookAtStep(moving, next.step);
    case "finish":
      await finishRun(moving, next.outcome);
      return true;
  }
}

/** Whether the effect was intended together with what came before it, by this very claim. */
function isBegun(moving: Moving, next: Move, left: ReadonlySet<string>): boolean {
  const { steps } = runOf(moving);
  const known = steps.filter(({ stepId }) => left.has(stepId));
  const fresh = freshEffect(next, { steps: known });
  return (
    fresh !== undefined &&
    steps.some(({ stepId, status }) => stepId === fresh.effectId && status === "running")
  );
}
