import type { PromiseReport } from "./calibration/promise-kept.js";
import type { ExpectationOptions } from "./expectation-options.js";
import { createExpectations } from "./expectations.js";
import type { Figure } from "./figure.js";
import { type ExplainedJudgement, isOdd } from "./judgement/explained-judgement.js";
import type { Answer } from "./series/answer.js";

/** What happened, in its order: figures of runs, and what people said of them. */
export type PastEvent = { readonly figure: Figure } | { readonly answer: Answer };

/** What would have been told of the past. */
export interface Replay {
  /** Oldest first. */
  readonly odd: readonly ExplainedJudgement[];
  /** How the promise would have been kept, in the newest 90 days of it. */
  readonly report: PromiseReport;
}

/**
 * Judges the past anew: what would have been told under these options, each figure judged by what came before it only.
 *
 * @throws SpmError `config.invalid` with every problem of the options
 */
export function replayFigures(past: Iterable<PastEvent>, options: ExpectationOptions = {}): Replay {
  const expectations = createExpectations(options);
  const odd: ExplainedJudgement[] = [];
  for (const event of past) {
    if ("answer" in event) {
      expectations.answer(event.answer);
      continue;
    }
    const judgement = expectations.take(event.figure);
    if (judgement !== undefined && isOdd(judgement)) odd.push(judgement);
  }
  return { odd, report: expectations.report() };
}
