import { packedIndex } from "./packed-matrix.js";
import type { SeriesState } from "./series-state.js";

/** How far an effect may lie from what was known of it: a factor of 1.8, two times in three. */
const OPENED_VARIANCE = 0.6 ** 2;

/** What is known of these effects is doubted from now on; everything else stays as it is known. */
export function openEffects(state: SeriesState, columns: readonly number[]): void {
  const { covariance } = state;
  for (const column of columns) {
    const at = packedIndex(column, column);
    covariance[at] = (covariance[at] ?? 0) + OPENED_VARIANCE;
  }
  state.driftUp = 0;
  state.driftDown = 0;
}

/** The level may be another one from the next run on. */
export function openLevel(state: SeriesState): void {
  openEffects(state, [0]);
}
