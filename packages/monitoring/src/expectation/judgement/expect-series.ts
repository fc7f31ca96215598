import type { Calibration } from "../calibration/calibration.js";
import type { CalibrationGroup } from "../calibration/calibration-group.js";
import type { Effect } from "../effect/effect.js";
import { toFigureKind, toOffset } from "../figure.js";
import type { SeriesForecast, SeriesRecord } from "../series/series-model.js";
import { toComposition } from "./composition.js";
import type { ExpectedFigure } from "./expected-figure.js";

/** By what a forecast becomes an interval. */
export interface IntervalBasis {
  readonly calibration: Calibration;
  readonly effects: readonly Effect[];
  /** The chance of a normal figure outside, on each side. */
  readonly perSide: number;
}

/** The figures that a forecast is calibrated with. */
export function toGroup({ name }: SeriesRecord, { coming, predictive }: SeriesForecast): CalibrationGroup {
  const { isMonthEnd } = coming.design;
  return { kind: toFigureKind(name.measure), isMonthEnd, runs: predictive.runs };
}

/** What a run should bring, as an interval that holds its promise among the operations of the environment. */
export function toExpectedFigure(
  record: SeriesRecord,
  forecast: SeriesForecast,
  { calibration, effects, perSide }: IntervalBasis,
): ExpectedFigure {
  const { predictive } = forecast;
  const group = toGroup(record, forecast);
  const limit = (side: 1 | -1) => predictive.valueAt(calibration.scoreAt(group, perSide, side));
  const offset = toOffset(record.name.measure);
  return {
    interval: { low: limit(-1), typical: predictive.typical, high: limit(1) },
    runs: predictive.runs,
    composition:
      forecast.forecast === undefined ? undefined : toComposition(forecast.forecast, effects, offset),
    predictive,
  };
}
