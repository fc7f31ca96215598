import { z } from "zod";
import { alarmRateSnapshot, createAlarmRate } from "./calibration/alarm-rate.js";
import {
  type Calibration,
  calibrationSnapshot,
  createCalibration,
  type PooledScore,
} from "./calibration/calibration.js";
import {
  createPromiseLedger,
  type PromiseReport,
  promiseLedgerSnapshot,
} from "./calibration/promise-kept.js";
import { createToldFigures, toldFiguresSnapshot } from "./calibration/told-figures.js";
import type { ExpectationSettings } from "./expectation-options.js";
import { toSeriesKey } from "./figure.js";
import { type ExplainedJudgement, isOdd } from "./judgement/explained-judgement.js";
import type { Answer } from "./series/answer.js";

/** What an environment has learned about its own surprises: how odd is odd, and how the promise was kept. */
export interface Experience {
  readonly calibration: Calibration;
  /** How odd a figure has to be, on each side. */
  perSide(): number;
  /** Begins a day; a figure of it is about to be judged. */
  moveTo(day: number): void;
  add(judgement: ExplainedJudgement, pooled: PooledScore): void;
  /** Whether there was something to answer. */
  answer(answer: Answer): boolean;
  report(): PromiseReport;
  snapshot(): ExperienceSnapshot;
}

/** An experience as it is kept. */
export const experienceSnapshot = z.object({
  calibration: calibrationSnapshot,
  rate: alarmRateSnapshot,
  ledger: promiseLedgerSnapshot,
  told: toldFiguresSnapshot,
});

export type ExperienceSnapshot = z.output<typeof experienceSnapshot>;

/** Creates the experience of an environment, that of none where none was kept. */
export function createExperience(
  promise: ExpectationSettings["falseAlarms"],
  kept?: ExperienceSnapshot,
): Experience {
  const calibration = createCalibration(kept?.calibration);
  const rate = createAlarmRate(promise, kept?.rate);
  const ledger = createPromiseLedger(kept?.ledger);
  const told = createToldFigures(kept?.told);
  return {
    calibration,
    perSide: () => rate.perSide,
    moveTo(day) {
      calibration.moveTo(day);
      rate.moveTo(day);
    },
    add(judgement, pooled) {
      rate.count(pooled.day);
      ledger.judged(pooled.day, judgement.promise, isOdd(judgement));
      const isPooled = Math.abs(pooled.score) <= pooled.group.farthestNormal;
      if (isPooled) calibration.add(pooled);
      if (isOdd(judgement))
        told.add(toSeriesKey(judgement), judgement.runId, { pooled, isPooled, isReal: false });
    },
    answer(answer) {
      const figure = told.find(toSeriesKey(answer), answer.runId);
      if (figure === undefined) return false;
      const isReal = answer.meaning === "real";
      if (isReal !== figure.isReal) ledger.confirm(figure.pooled.day, isReal ? 1 : -1);
      if (isReal && figure.isPooled) calibration.remove(figure.pooled);
      if (!isReal && !figure.isPooled) calibration.add(figure.pooled);
      figure.isReal = isReal;
      figure.isPooled = !isReal;
      return true;
    },
    report: ledger.report,
    snapshot: () => ({
      calibration: calibration.snapshot(),
      rate: rate.snapshot(),
      ledger: ledger.snapshot(),
      told: told.snapshot(),
    }),
  };
}
