import { logNormalUpperTail, normalDensity } from "../../statistics/normal.js";
import { learnRun, type TaughtRun } from "./learn.js";
import type { SeriesState } from "./series-state.js";

/**
 * Learns from a run that was stopped: it would have taken at least that long.
 *
 * The logarithm that it stopped at is replaced by the mean of those beyond it, f + s λ((y − f)/s) with the hazard
 * λ = φ / (1 − Φ) of the normal: one step of expectation and maximisation. A run stopped before the middle says next
 * to nothing and is passed over.
 */
export function learnCutOff(state: SeriesState, taught: TaughtRun): void {
  const { location, scale } = taught.forecast;
  const distance = (taught.logarithm - location) / scale;
  if (distance < 0) return;
  learnRun(state, { ...taught, logarithm: location + scale * hazardOf(distance) });
}

/** φ / (1 − Φ), which comes close to its argument far out, where both are too small for a number. */
function hazardOf(distance: number): number {
  return distance > FAR ? distance : normalDensity(distance) / Math.exp(logNormalUpperTail(distance));
}

const FAR = 30;
