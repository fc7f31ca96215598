import type { CalibratedChance } from "../calibration/calibration.js";
import type { DeclaredFigure } from "../expectation-options.js";
import type { Figure } from "../figure.js";
import type { SeriesForecast, SeriesRecord } from "../series/series-model.js";
import { type IntervalBasis, toExpectedFigure, toGroup } from "./expect-series.js";
import { explainJudgement } from "./explain.js";
import type { ExplainedJudgement } from "./explained-judgement.js";
import { judgeValue } from "./judge-figure.js";

/** What is known when a figure is judged. */
export interface SeriesJudgementBasis extends IntervalBasis {
  readonly record: SeriesRecord;
  readonly declared: DeclaredFigure | undefined;
  readonly forecast: SeriesForecast | undefined;
  readonly leastFactor: number;
}

/** A judgement, and the score by which other figures will be judged; no score before there is a forecast. */
export interface ScoredJudgement {
  readonly judgement: ExplainedJudgement;
  readonly score: number | undefined;
}

/** Judges one figure against its forecast. */
export function judgeSeries(figure: Figure, basis: SeriesJudgementBasis): ScoredJudgement {
  const { record, forecast, declared, leastFactor, perSide } = basis;
  const score = forecast?.predictive.surpriseOf(figure.value).score;
  const calibrated = toChance(basis, score);
  const { verdict, rule } = judgeValue(figure.value, {
    record,
    declared,
    predictive: forecast?.predictive,
    calibrated,
    promise: perSide,
    leastFactor,
  });
  const expected = forecast === undefined ? undefined : toExpectedFigure(record, forecast, basis);
  const told = {
    subject: figure.subject,
    measure: figure.measure,
    runId: figure.runId,
    value: figure.value,
    verdict,
    rule,
    expected: expected?.interval,
    runs: record.state?.runs ?? 0,
    chance: calibrated?.chance,
    basis: calibrated?.basis,
    promise: perSide,
    composition: expected?.composition,
  };
  return { judgement: Object.assign(told, { explanation: explainJudgement(told) }), score };
}

function toChance(
  { record, forecast, calibration }: SeriesJudgementBasis,
  score: number | undefined,
): CalibratedChance | undefined {
  if (forecast === undefined || score === undefined) return undefined;
  return calibration.chanceOf(toGroup(record, forecast), score);
}
