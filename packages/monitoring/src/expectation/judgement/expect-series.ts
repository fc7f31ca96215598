import type { Calibration, LimitScores } from "../calibration/calibration.js";
import type { Effect } from "../effect/effect.js";
import { type FigureName, toOffset } from "../figure.js";
import type { SeriesForecast } from "../series/series-model.js";
import { toComposition } from "./composition.js";
import type { ExpectedFigure } from "./expected-figure.js";
import { type LeastDifference, toLeastInterval } from "./least-difference.js";

/** By what a forecast becomes an interval. */
export interface IntervalBasis {
  readonly calibration: Calibration;
  readonly effects: readonly Effect[];
  /** The chance of a normal figure outside, on each side. */
  readonly perSide: number;
  readonly least: LeastDifference;
}

/** The scores between which a figure keeps its promise, as the environment's experience has them now. */
export function toLimits(
  { group }: SeriesForecast,
  { calibration, perSide }: Pick<IntervalBasis, "calibration" | "perSide">,
): LimitScores {
  return calibration.limitsOf(group, perSide);
}

/** What a run should bring: the interval between two scores, or what is worth a word, and what it is made of. */
export function toExpectedFigure(
  { measure }: FigureName,
  { predictive, forecast }: SeriesForecast,
  { limits, effects, least }: Pick<IntervalBasis, "effects" | "least"> & { readonly limits: LimitScores },
): ExpectedFigure {
  const { typical, runs, valueAt } = predictive;
  const worth = toLeastInterval(measure, typical, least);
  return {
    interval: {
      low: Math.min(valueAt(limits.low), worth.low),
      typical,
      high: Math.max(valueAt(limits.high), worth.high),
    },
    runs,
    composition: forecast === undefined ? undefined : toComposition(forecast, effects, toOffset(measure)),
    predictive,
  };
}
