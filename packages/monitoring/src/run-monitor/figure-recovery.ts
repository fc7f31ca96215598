import { type ExplainedJudgement, isOdd } from "../expectation/judgement/explained-judgement.js";
import type { Symptom } from "../incident/symptom.js";
import { clearedOf, type ToldOfRuns } from "./run-tellings.js";

/** So many later runs as they should be make good one that was odd. */
const GOOD_RUNS = 2;

/** Counts the runs that were as they should be since one that was told as odd. */
export interface FigureRecovery {
  /** What is over with this judgement of a figure that was complete at a moment. */
  see(judgement: ExplainedJudgement, at: number, told: ToldOfRuns): readonly Symptom[];
  snapshot(): FigureRecoverySnapshot;
}

/** Good runs, by series. */
export type FigureRecoverySnapshot = readonly (readonly [series: string, goodRuns: number])[];

export function createFigureRecovery(snapshot?: FigureRecoverySnapshot): FigureRecovery {
  const goodRuns = new Map(snapshot);
  return {
    see(judgement, at, told) {
      if (told.size === 0) return [];
      const { subject, measure } = judgement;
      const series = `${measure}:${subject}@`;
      // A run from before what was told says nothing of it, also where the log is read anew.
      const standing = [...told.values()].filter(
        (symptom) => symptom.state === "raised" && symptom.key.startsWith(series) && symptom.at < at,
      );
      if (isOdd(judgement) || standing.length === 0) {
        goodRuns.delete(series);
        return [];
      }
      const good = (goodRuns.get(series) ?? 0) + 1;
      if (good < GOOD_RUNS) {
        goodRuns.set(series, good);
        return [];
      }
      goodRuns.delete(series);
      const explanation = `The last ${GOOD_RUNS} runs of ${subject} were as they should be.`;
      return standing.map((symptom) => clearedOf(symptom, at, explanation));
    },
    snapshot: () => [...goodRuns],
  };
}
