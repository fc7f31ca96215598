import type { ExpectedInterval } from "@spm-ops/core";
import { studentTQuantile } from "../statistics/student-t.js";
import { setAnomaliesAside } from "./past-anomalies.js";

export interface IntervalOptions {
  /**
   * The chance that a normal run lies above the interval, and again that it lies below.
   *
   * @defaultValue 0.0025, one run in 400 on each side
   */
  readonly falseAlarmsPerSide?: number | undefined;
  /**
   * Added before the logarithm is taken, in the unit of the figures, so that zero has one. Half the resolution of
   * what is measured, or more.
   *
   * @defaultValue 1, for counts; durations in milliseconds want 500
   */
  readonly offset?: number | undefined;
  /** The standard deviation of the logarithm that is assumed before there are runs. @defaultValue 0.25 */
  readonly priorSpread?: number | undefined;
  /** How many runs that assumption counts for. @defaultValue 4 */
  readonly priorRuns?: number | undefined;
}

/** The interval in which the next figure should lie, and what it rests on. */
export interface Expectation {
  readonly interval: ExpectedInterval;
  /** Past figures that it rests on. */
  readonly runs: number;
  /** Past figures that were set aside because they are far from all others. */
  readonly anomalies: number;
}

/**
 * Says in which interval the next figure should lie, from the first past figure on.
 *
 * The interval is the prediction interval of Student's t on the logarithm, with a variance that is moderated by what
 * is usual for such figures, so that two runs that happen to be equal promise nothing:
 *
 *     y = ln(x + offset),  s̃² = (n₀ s₀² + (n − 1) s²) / (n₀ + n − 1)
 *     limits = exp(ȳ ± t(n₀ + n − 1; 1 − α) · s̃ · √(1 + 1/n)) − offset
 *
 * One past run gives a factor of 7.2 on each side, three usual ones 3.5, twenty 2.2. Past anomalies are set aside by
 * the rule of `setAnomaliesAside`. Figures that are negative or not finite are ignored. Limits below zero are zero.
 *
 * Source: the log-normal prediction interval (Whitmore 1986) with a moderated variance (Smyth 2004).
 *
 * @param history past figures, oldest first; only figures of runs that went well.
 * @returns `undefined` when there is no figure to learn from.
 * @throws RangeError when an option cannot work: a chance outside 0 … 0.5, or a prior or an offset that is not positive.
 */
export function expectInterval(
  history: readonly number[],
  { falseAlarmsPerSide = 0.0025, offset = 1, priorSpread = 0.25, priorRuns = 4 }: IntervalOptions = {},
): Expectation | undefined {
  mustWork({ falseAlarmsPerSide, offset, priorSpread, priorRuns });
  const logarithms = history.filter(isFigure).map((figure) => Math.log(figure + offset));
  if (logarithms.length === 0) return undefined;

  const { usual, anomalies } = setAnomaliesAside(logarithms, { priorRuns, priorSpread });
  const runs = usual.length;
  const mean = sum(usual) / runs;
  const degrees = priorRuns + runs - 1;
  const squares = sum(usual.map((value) => (value - mean) ** 2));
  const spread = Math.sqrt((priorRuns * priorSpread ** 2 + squares) / degrees);
  const reach = studentTQuantile(falseAlarmsPerSide, degrees) * spread * Math.sqrt(1 + 1 / runs);
  const toFigure = (logarithm: number) =>
    Math.min(Math.max(Math.exp(logarithm) - offset, 0), Number.MAX_VALUE);
  return {
    interval: { low: toFigure(mean - reach), typical: toFigure(mean), high: toFigure(mean + reach) },
    runs,
    anomalies,
  };
}

/** Whether a value can be judged or learned from: a finite number, zero or more. */
export function isFigure(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mustWork(options: Required<{ [Key in keyof IntervalOptions]: number }>): void {
  const { falseAlarmsPerSide, ...positive } = options;
  if (!(falseAlarmsPerSide > 0 && falseAlarmsPerSide < 0.5)) {
    throw new RangeError(`falseAlarmsPerSide lies between 0 and 0.5, not ${falseAlarmsPerSide}.`);
  }
  for (const [name, value] of Object.entries(positive)) {
    if (!(value > 0 && value < Infinity))
      throw new RangeError(`${name} is positive and finite, not ${value}.`);
  }
}
