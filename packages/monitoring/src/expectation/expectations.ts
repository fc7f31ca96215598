import { defineBusinessCalendar, parseOptions } from "@spm-ops/core";
import type { PromiseReport } from "./calibration/promise-kept.js";
import { createEffectScheme } from "./effect/effect-scheme.js";
import {
  type ExpectationOptions,
  type ExpectationSettings,
  expectationOptions,
} from "./expectation-options.js";
import { type ExpectationsSnapshot, parseExpectationsSnapshot } from "./expectations-snapshot.js";
import { createExperience } from "./experience.js";
import { type ComingFigure, type Figure, type FigureName, isFigure } from "./figure.js";
import { toExpectedFigure, toLimits } from "./judgement/expect-series.js";
import type { ExpectedFigure } from "./judgement/expected-figure.js";
import { type ExplainedJudgement, isOdd } from "./judgement/explained-judgement.js";
import { judgeSeries } from "./judgement/judge-series.js";
import { type Answer, toLesson } from "./series/answer.js";
import { createSeriesBook } from "./series/series-book.js";
import { forecastFigure } from "./series/series-model.js";
import { findSimilarRun } from "./series/similar-runs.js";

/**
 * What is expected of every figure of an environment, learned from its runs as they end.
 *
 * It is a fold over figures and answers in their order: the same ones give the same judgements. Figures come in the
 * order in which their runs ended; the same figure told twice is learned twice.
 */
export interface Expectations {
  /** What a run should bring; nothing when no earlier run and no declaration says. Changes nothing. */
  expect(coming: ComingFigure): ExpectedFigure | undefined;
  /**
   * Judges a figure by all that came before it, and learns from it. Nothing when there is nothing to judge: the value
   * is no figure, or the run was cut off.
   *
   * @throws RangeError when the date is none.
   */
  take(figure: Figure): ExplainedJudgement | undefined;
  /** Takes what a person says of a run that was told as odd. An answer about an unknown run changes nothing. */
  answer(answer: Answer): void;
  /** A release, a move or a new contract: from the next run on the figure may lie on another level. */
  announceChange(name: FigureName): void;
  /** How the promise was kept in the newest 90 days. */
  report(): PromiseReport;
  /**
   * What was learned until now, as plain values for JSON, from which `createExpectations` goes on.
   *
   * It saves time only: all of it can be learned again from the runs of the log and the answers. With 10,000 figures it
   * is some 30 to 65 MB of text.
   */
  snapshot(): ExpectationsSnapshot;
}

const PLAIN_CALENDAR = { id: "monday-to-friday", title: "Monday to Friday" } as const;

/**
 * Creates expectations that have seen nothing yet, or go on from what others had learned, as if they were those.
 *
 * Declared figures and the promise may be others than when the snapshot was taken; what a day means may not.
 *
 * @throws SpmError `config.invalid` with every problem of the options, or of the snapshot: of another version or shape,
 *   or learned with another calendar, another closing period or other effects of the client's own. The runs of the log
 *   teach anew what it held.
 * @example
 * const expectations = createExpectations({ falseAlarms: { alertsAWeek: 3 } });
 */
export function createExpectations(
  options: ExpectationOptions = {},
  snapshot?: ExpectationsSnapshot,
): Expectations {
  const settings = parseOptions(expectationOptions, options, "the options of the expectations");
  const { scheme, learnedWith, book, experience } = takeUp(settings, snapshot);
  const { calibration } = experience;
  const { effects } = scheme;
  const least = { factor: settings.leastFactor, ms: settings.leastDifferenceMs };

  return {
    expect(coming) {
      const { record } = book.get(coming);
      const forecast = forecastFigure(book.surroundings, record, coming);
      if (forecast === undefined) return undefined;
      const limits = toLimits(forecast, { calibration, perSide: experience.perSide() });
      const similar = findSimilarRun(record.similar, forecast.coming.design);
      return toExpectedFigure(record, forecast, { limits, effects, least, similar });
    },
    take(figure) {
      if (!isFigure(figure.value)) return undefined;
      const series = book.get(figure);
      const { record } = series;
      const forecast = forecastFigure(book.surroundings, record, figure);
      if (forecast !== undefined) experience.moveTo(forecast.coming.design.day);
      if (figure.end === "cut-off") {
        book.teach(series, figure, { isAlert: false, forecast });
        return undefined;
      }
      const { judgement, score } = judgeSeries(figure, {
        calibration,
        effects,
        least,
        perSide: experience.perSide(),
        record,
        forecast,
      });
      if (forecast !== undefined && score !== undefined) {
        const pooled = { day: forecast.coming.design.day, group: forecast.group, score };
        experience.add(judgement, pooled);
      }
      book.teach(series, figure, { isAlert: isOdd(judgement), forecast });
      return judgement;
    },
    answer(answer) {
      if (experience.answer(answer)) book.reteach(answer, toLesson(answer.meaning));
    },
    announceChange: book.open,
    report: experience.report,
    snapshot: () => ({
      version: 1,
      learnedWith,
      book: book.snapshot(),
      experience: experience.snapshot(),
    }),
  };
}

/** Everything that remembers, as it was kept or without any experience. */
function takeUp(settings: ExpectationSettings, snapshot: ExpectationsSnapshot | undefined) {
  const { calendar = defineBusinessCalendar(PLAIN_CALENDAR), closing, own, declared, falseAlarms } = settings;
  const scheme = createEffectScheme({ calendar, closing }, own);
  const effects = scheme.effects.map(({ title }) => title);
  const learnedWith = { calendar: calendar.document.id, closing, effects };
  const kept = snapshot === undefined ? undefined : parseExpectationsSnapshot(snapshot, learnedWith);
  return {
    scheme,
    learnedWith,
    book: createSeriesBook(scheme, declared, kept?.book),
    experience: createExperience(falseAlarms, kept?.experience),
  };
}
