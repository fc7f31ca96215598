import { normalQuantile, normalUpperTail } from "../../statistics/normal.js";
import type { Predictive } from "../model/predictive.js";

/** What can be said of a duration while the step is running. */
export interface RemainingTime {
  /** The chance that a step lasts longer than it has by now; the smaller, the odder. */
  readonly chanceToLastSoLong: number;
  /** The duration that it will have in half of all cases, given that it is still running. */
  readonly likelyMs: number;
  /** The chance to be done when it has lasted so long, given that it is still running now. */
  chanceDoneBy(durationMs: number): number;
}

/**
 * What becomes of a step that has been running so long, by the model that expected it.
 *
 * A step that runs is known to last longer than it has: with the upper tail T of the expectation, the chance to be
 * done by D is 1 − T(D) / T(elapsed), and half of the rest lies beyond the duration whose tail is T(elapsed) / 2.
 */
export function toRemainingTime(predictive: Predictive, elapsedMs: number): RemainingTime {
  const now = upperTail(predictive, elapsedMs);
  return {
    chanceToLastSoLong: now,
    likelyMs: Math.max(elapsedMs, predictive.valueAt(normalQuantile(Math.max(now / 2, SMALLEST)))),
    chanceDoneBy: (durationMs) =>
      durationMs <= elapsedMs ? 0 : Math.min(1, Math.max(0, 1 - upperTail(predictive, durationMs) / now)),
  };
}

const SMALLEST = 1e-300;

/** The chance of a longer duration. */
function upperTail(predictive: Predictive, durationMs: number): number {
  const { score } = predictive.surpriseOf(durationMs);
  return Math.max(normalUpperTail(score), SMALLEST);
}
