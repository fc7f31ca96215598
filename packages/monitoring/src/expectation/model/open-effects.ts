import { packedIndex } from "./packed-matrix.js";
import type { SeriesState } from "./series-state.js";

/** How far an effect may lie from what was known of it: a factor of 1.8, two times in three. */
const OPENED_VARIANCE = 0.6 ** 2;

/** What is known of these effects is doubted; everything else stays as it is known. */
export function openEffects(state: SeriesState, columns: readonly number[]): SeriesState {
  const covariance = state.covariance.slice();
  for (const column of columns) {
    const at = packedIndex(column, column);
    covariance[at] = (covariance[at] ?? 0) + OPENED_VARIANCE;
  }
  return { ...state, covariance, driftUp: 0, driftDown: 0 };
}

/** The level may be another one from the next run on. */
export function openLevel(state: SeriesState): SeriesState {
  return openEffects(state, [0]);
}
