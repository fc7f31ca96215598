import { normalQuantile, normalUpperTail } from "../../statistics/normal.js";
import { createSeededRandom } from "../../statistics/seeded-random.js";
import type { Predictive } from "../model/predictive.js";

/** One of several steps that follow each other. */
export interface ChainStep {
  /** What its duration should be, in milliseconds. */
  readonly predictive: Predictive;
  /** How long it has been running; absent when it has not begun. */
  readonly elapsedMs?: number | undefined;
}

/** When a chain of steps will be done, counted from now. */
export interface ChainEnd {
  /** In half of all cases it is done by then. */
  readonly likelyMs: number;
  /** In nine of ten cases it takes between these. */
  readonly between: { readonly lowMs: number; readonly highMs: number };
  chanceDoneIn(durationMs: number): number;
}

const DRAWS = 4_000;
const SEED = 1;

/**
 * When the rest of a chain will be done: the sum of what each step still takes, drawn many times from what is expected
 * of each, with the same draws for the same steps.
 *
 * The chance is exact to about 0.8 percent. Steps count as independent: that one is slow makes no other one slow.
 */
export function toChainEnd(steps: readonly ChainStep[]): ChainEnd {
  const random = createSeededRandom(SEED);
  const sums = new Float64Array(DRAWS);
  for (const { predictive, elapsedMs = 0 } of steps) {
    const alive = elapsedMs === 0 ? 1 : normalUpperTail(predictive.surpriseOf(elapsedMs).score);
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const chance = Math.max(alive * random.uniform(), Number.MIN_VALUE);
      const durationMs = predictive.valueAt(normalQuantile(Math.min(chance, LARGEST)));
      sums[draw] = (sums[draw] ?? 0) + Math.max(0, durationMs - elapsedMs);
    }
  }
  sums.sort();
  const at = (part: number) => sums[Math.floor(part * (DRAWS - 1))] ?? 0;
  return {
    likelyMs: at(0.5),
    between: { lowMs: at(0.05), highMs: at(0.95) },
    chanceDoneIn: (durationMs) => sums.filter((sum) => sum <= durationMs).length / DRAWS,
  };
}

const LARGEST = 1 - 1e-12;
