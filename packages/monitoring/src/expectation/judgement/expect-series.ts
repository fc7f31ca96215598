import type { Calibration, LimitScores } from "../calibration/calibration.js";
import type { Effect } from "../effect/effect.js";
import { type FigureName, toOffset } from "../figure.js";
import type { SeriesForecast } from "../series/series-model.js";
import { toComposition } from "./composition.js";
import type { ExpectedFigure } from "./expected-figure.js";

/** By what a forecast becomes an interval. */
export interface IntervalBasis {
  readonly calibration: Calibration;
  readonly effects: readonly Effect[];
  /** The chance of a normal figure outside, on each side. */
  readonly perSide: number;
}

/** The scores between which a figure keeps its promise, as the environment's experience has them now. */
export function toLimits(
  { group }: SeriesForecast,
  { calibration, perSide }: Omit<IntervalBasis, "effects">,
): LimitScores {
  return calibration.limitsOf(group, perSide);
}

/** What a run should bring: the interval between two scores, and what it is made of. */
export function toExpectedFigure(
  { measure }: FigureName,
  { predictive, forecast }: SeriesForecast,
  { limits, effects }: { readonly limits: LimitScores; readonly effects: readonly Effect[] },
): ExpectedFigure {
  const { typical, runs, valueAt } = predictive;
  return {
    interval: { low: valueAt(limits.low), typical, high: valueAt(limits.high) },
    runs,
    composition: forecast === undefined ? undefined : toComposition(forecast, effects, toOffset(measure)),
    predictive,
  };
}
