import type { CalibratedChance } from "../calibration/calibration.js";
import type { Figure } from "../figure.js";
import type { SeriesForecast } from "../series/series-model.js";
import type { SeriesRecord } from "../series/series-record.js";
import { findSimilarRun } from "../series/similar-runs.js";
import { type IntervalBasis, toExpectedFigure, toLimits } from "./expect-series.js";
import type { ExpectedFigure } from "./expected-figure.js";
import type { ExplainedJudgement } from "./explained-judgement.js";
import { judgeValue } from "./judge-figure.js";
import { LateJudgement } from "./late-judgement.js";

/** What is known when a figure is judged. */
export interface SeriesJudgementBasis extends IntervalBasis {
  readonly record: SeriesRecord;
  readonly forecast: SeriesForecast | undefined;
}

/** A judgement, and the score by which other figures will be judged; no score before there is a forecast. */
export interface ScoredJudgement {
  readonly judgement: ExplainedJudgement;
  readonly score: number | undefined;
}

/** Judges one figure against its forecast. */
export function judgeSeries(figure: Figure, basis: SeriesJudgementBasis): ScoredJudgement {
  const { record, forecast, least, perSide } = basis;
  const score = forecast?.predictive.surpriseOf(figure.value).score;
  const calibrated = toChance(basis, score);
  const { verdict, rule } = judgeValue(figure.value, {
    record,
    predictive: forecast?.predictive,
    calibrated,
    promise: perSide,
    least,
  });
  const said = {
    subject: figure.subject,
    measure: figure.measure,
    runId: figure.runId,
    value: figure.value,
    verdict,
    rule,
    runs: record.state?.runs ?? 0,
    chance: calibrated?.chance,
    basis: calibrated?.basis,
    promise: perSide,
  };
  return { judgement: new LateJudgement(said, expectLater(basis)), score };
}

/** By what the environment knew when the figure was judged, however late somebody asks. */
function expectLater(basis: SeriesJudgementBasis): () => ExpectedFigure | undefined {
  const { record, forecast, effects, least } = basis;
  if (forecast === undefined) return expectNothing;
  const limits = toLimits(forecast, basis);
  const similar = findSimilarRun(record.similar, forecast.coming.design);
  return () => toExpectedFigure(record, forecast, { limits, effects, least, similar });
}

function expectNothing(): undefined {
  return undefined;
}

function toChance(
  { forecast, calibration }: SeriesJudgementBasis,
  score: number | undefined,
): CalibratedChance | undefined {
  if (forecast === undefined || score === undefined) return undefined;
  return calibration.chanceOf(forecast.group, score);
}
