/**
 * One column of the model: something that multiplies what is expected, by a factor that is learned.
 *
 * Effects of one family share a prior, because nobody knows beforehand which of them is large.
 */
export interface Effect {
  readonly family: EffectFamily;
  /** As people read it: `Monday`, `last working day of the month`. */
  readonly title: string;
}

export const EFFECT_FAMILIES = [
  "level",
  "weekday",
  "month-end",
  "quarter-end",
  "holiday",
  "rows",
  "memory",
  "kind",
  "own",
] as const;

export type EffectFamily = (typeof EFFECT_FAMILIES)[number];

/** Which effects a run has, and how much of each: the nonzero part of a row of the design matrix. */
export interface Design {
  readonly columns: readonly number[];
  readonly amounts: readonly number[];
  /** The business day, counted from 1970-01-01. */
  readonly day: number;
  /** Month ends are calibrated apart, because they are few and odd. */
  readonly isMonthEnd: boolean;
  /** Days of one kind are alike. */
  readonly kindOfDay: number;
}
