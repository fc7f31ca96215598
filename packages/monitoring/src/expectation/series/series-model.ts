import { type CalibrationGroup, toCalibrationGroup } from "../calibration/calibration-group.js";
import type { EffectScheme } from "../effect/effect-scheme.js";
import type { RunCircumstances } from "../effect/run-circumstances.js";
import { toFigureKind, toOffset } from "../figure.js";
import { learnCount, toCountPredictive } from "../model/count-model.js";
import { type ComingRun, type Forecast, forecastRun } from "../model/forecast.js";
import { type Lesson, learnRun } from "../model/learn.js";
import { learnCutOff } from "../model/learn-cut-off.js";
import type { Predictive } from "../model/predictive.js";
import { toSeriesPrior } from "../model/series-prior.js";
import { beginSeries } from "../model/series-state.js";
import { toPredictive } from "../model/surprise.js";
import { isCounted, type SeriesRecord } from "./series-record.js";
import type { SeriesSurroundings } from "./series-surroundings.js";
import { learnSimilarRun } from "./similar-runs.js";

/** What is expected, and all that it was made of. */
export interface SeriesForecast {
  readonly predictive: Predictive;
  readonly coming: ComingRun;
  /** The figures that it is calibrated with. */
  readonly group: CalibrationGroup;
  /** Absent for what is counted. */
  readonly forecast: Forecast | undefined;
}

/** What the next run should bring; nothing when there is nothing to go by. */
export function forecastFigure(
  { scheme }: SeriesSurroundings,
  record: SeriesRecord,
  circumstances: RunCircumstances,
): SeriesForecast | undefined {
  const { state, counts, name } = record;
  if (state === undefined) return undefined;
  const coming = toComingRun(scheme, circumstances, name.measure);
  const { isMonthEnd } = coming.design;
  const group = toCalibrationGroup({ kind: toFigureKind(name.measure), isMonthEnd, runs: state.runs });
  if (isCounted(record)) {
    return { predictive: toCountPredictive(counts, state.runs), coming, group, forecast: undefined };
  }
  const forecast = forecastRun(state, coming, scheme);
  return { predictive: toPredictive(forecast, toOffset(name.measure)), coming, group, forecast };
}

/** What is taught by one figure. */
export interface Teaching extends RunCircumstances {
  readonly value: number;
  readonly isCutOff: boolean;
  /** `none` of a run that was wrong: it teaches nothing. */
  readonly lesson: Lesson | "none";
}

/**
 * Learns from a figure, which changes the record.
 *
 * @param known what this very record expected of this very figure, where that was worked out already
 */
export function learnFigure(
  { scheme, priorOf }: SeriesSurroundings,
  record: SeriesRecord,
  teaching: Teaching,
  known?: SeriesForecast,
): void {
  const { value, isCutOff, lesson } = teaching;
  // How long a run would have lasted at least says too little to begin with.
  if (lesson === "none" || (record.state === undefined && isCutOff)) return;
  const { measure } = record.name;
  const logarithm = Math.log(value + toOffset(measure));
  const run = known?.coming ?? toComingRun(scheme, teaching, measure);
  record.state ??= beginSeries(
    toSeriesPrior(scheme.effects, priorOf(measure), { logarithm, isDeclared: false }),
  );
  const forecast = known?.forecast ?? forecastRun(record.state, run, scheme);
  const taught = { run, forecast, logarithm, own: scheme };
  if (isCutOff) {
    learnCutOff(record.state, taught);
    return;
  }
  learnRun(record.state, taught, lesson);
  learnSimilarRun(record.similar, run.design, value);
  if (toFigureKind(measure) === "volume") record.counts = learnCount(record.counts, value);
  if (value === 0) record.zeros += 1;
}

function toComingRun(scheme: EffectScheme, circumstances: RunCircumstances, measure: string): ComingRun {
  const { rowsGiven } = circumstances;
  return {
    design: scheme.designOf(circumstances),
    rowsGiven: toFigureKind(measure) === "duration" ? rowsGiven : undefined,
  };
}
