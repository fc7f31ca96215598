import { type CalibrationGroup, toCalibrationGroup } from "../calibration/calibration-group.js";
import type { EffectScheme } from "../effect/effect-scheme.js";
import type { DeclaredFigure } from "../expectation-options.js";
import { type ComingFigure, type FigureName, toFigureKind, toOffset } from "../figure.js";
import {
  type CountState,
  learnCount,
  meanCount,
  NO_COUNTS,
  toCountPredictive,
} from "../model/count-model.js";
import { type ComingRun, type Forecast, forecastRun } from "../model/forecast.js";
import { type Lesson, learnRun } from "../model/learn.js";
import { learnCutOff } from "../model/learn-cut-off.js";
import type { Predictive } from "../model/predictive.js";
import { type FleetPrior, toSeriesPrior } from "../model/series-prior.js";
import { beginSeries, type SeriesState } from "../model/series-state.js";
import { toPredictive } from "../model/surprise.js";

/** All that is known about one figure of one operation. */
export interface SeriesRecord {
  readonly name: FigureName;
  readonly declared: DeclaredFigure | undefined;
  /** Nothing before the first figure, unless somebody declared what is typical. */
  readonly state: SeriesState | undefined;
  /** Volumes that are usually small are counted instead. */
  readonly counts: CountState;
  /** Of the runs learned from, how many had nothing. */
  readonly zeros: number;
}

/** What is expected, and all that it was made of. */
export interface SeriesForecast {
  readonly predictive: Predictive;
  readonly coming: ComingRun;
  /** The figures that it is calibrated with. */
  readonly group: CalibrationGroup;
  /** Absent for what is counted. */
  readonly forecast: Forecast | undefined;
}

/** What turns figures into forecasts: the effects, and what is believed beforehand. */
export interface SeriesSurroundings {
  readonly scheme: EffectScheme;
  readonly priorOf: (measure: string) => FleetPrior;
}

/** Below it a volume is counted rather than measured. */
const FEW = 50;

/** A series before its first run, with what its client declared of it, if anything. */
export function beginRecord(
  { scheme, priorOf }: SeriesSurroundings,
  name: FigureName,
  declared: DeclaredFigure | undefined,
): SeriesRecord {
  const { typical } = declared ?? {};
  const logarithm = typical === undefined ? undefined : Math.log(typical + toOffset(name.measure));
  const state =
    logarithm === undefined
      ? undefined
      : beginSeries(toSeriesPrior(scheme.effects, priorOf(name.measure), { logarithm, isDeclared: true }));
  return { name, declared, state, counts: NO_COUNTS, zeros: 0 };
}

/** What the next run should bring; nothing when there is nothing to go by. */
export function forecastFigure(
  { scheme }: SeriesSurroundings,
  record: SeriesRecord,
  figure: ComingFigure,
): SeriesForecast | undefined {
  const { state, counts, name } = record;
  if (state === undefined) return undefined;
  const coming = toComingRun(scheme, figure);
  const { isMonthEnd } = coming.design;
  const group = toCalibrationGroup({ kind: toFigureKind(name.measure), isMonthEnd, runs: state.runs });
  if (isCounted(record)) {
    return { predictive: toCountPredictive(counts, state.runs), coming, group, forecast: undefined };
  }
  const forecast = forecastRun(state, coming, scheme.rowsColumn);
  return { predictive: toPredictive(forecast, toOffset(name.measure)), coming, group, forecast };
}

/** What is taught by one figure. */
export interface Teaching {
  readonly figure: ComingFigure;
  readonly value: number;
  readonly isCutOff: boolean;
  /** `none` of a run that was wrong: it teaches nothing. */
  readonly lesson: Lesson | "none";
}

/**
 * Learns from a figure. Whether the level was opened is told by `hasLevelChanged`.
 *
 * @param known the forecast of this very figure from this very record, where there is one already
 */
export function learnFigure(
  { scheme, priorOf }: SeriesSurroundings,
  record: SeriesRecord,
  { figure, value, isCutOff, lesson }: Teaching,
  known?: Forecast,
): { readonly record: SeriesRecord; readonly hasLevelChanged: boolean } {
  if (lesson === "none") return { record, hasLevelChanged: false };
  const { measure } = record.name;
  const logarithm = Math.log(value + toOffset(measure));
  const run = toComingRun(scheme, figure);
  if (record.state === undefined && isCutOff) return { record, hasLevelChanged: false };
  const before =
    record.state ??
    beginSeries(toSeriesPrior(scheme.effects, priorOf(measure), { logarithm, isDeclared: false }));
  const { rowsColumn } = scheme;
  const taught = { run, forecast: known ?? forecastRun(before, run, rowsColumn), logarithm, rowsColumn };
  if (isCutOff) {
    const { state, hasLevelChanged } = learnCutOff(before, taught);
    return { record: { ...record, state }, hasLevelChanged };
  }
  const { state, hasLevelChanged } = learnRun(before, taught, lesson);
  const isVolume = toFigureKind(measure) === "volume";
  return {
    hasLevelChanged,
    record: {
      name: record.name,
      declared: record.declared,
      state,
      counts: isVolume ? learnCount(record.counts, value) : record.counts,
      zeros: record.zeros + (value === 0 ? 1 : 0),
    },
  };
}

function isCounted({ name, counts }: SeriesRecord): boolean {
  return toFigureKind(name.measure) === "volume" && counts.runs > 0 && meanCount(counts) < FEW;
}

function toComingRun(scheme: EffectScheme, figure: ComingFigure): ComingRun {
  const { rowsGiven, measure } = figure;
  return {
    design: scheme.designOf(figure),
    rowsGiven: toFigureKind(measure) === "duration" ? rowsGiven : undefined,
  };
}
