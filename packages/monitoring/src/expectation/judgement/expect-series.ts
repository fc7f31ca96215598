import type { Calibration, LimitScores } from "../calibration/calibration.js";
import type { Effect } from "../effect/effect.js";
import { toOffset } from "../figure.js";
import type { SeriesForecast } from "../series/series-model.js";
import type { SeriesRecord } from "../series/series-record.js";
import type { findSimilarRun } from "../series/similar-runs.js";
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

/** What an expected figure is told with. */
interface FigureSurroundings extends Pick<IntervalBasis, "effects" | "least"> {
  readonly limits: LimitScores;
  readonly similar: ReturnType<typeof findSimilarRun>;
}

/** What a run should bring: the interval between two scores, or what is worth a word, and what it is made of. */
export function toExpectedFigure(
  { name: { measure }, declared }: Pick<SeriesRecord, "name" | "declared">,
  { predictive, forecast }: SeriesForecast,
  { limits, effects, least, similar }: FigureSurroundings,
): ExpectedFigure {
  const { typical, runs, valueAt } = predictive;
  const worth = toLeastInterval(measure, typical, least);
  const { least: floor = 0, most = Number.MAX_VALUE } = declared ?? {};
  return {
    interval: {
      low: Math.max(Math.min(valueAt(limits.low), worth.low), floor),
      typical,
      high: Math.min(Math.max(valueAt(limits.high), worth.high), most),
    },
    runs,
    composition: forecast === undefined ? undefined : toComposition(forecast, effects, toOffset(measure)),
    similar: similar(),
    predictive,
  };
}
