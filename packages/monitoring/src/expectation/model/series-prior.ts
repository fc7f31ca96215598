import { EFFECT_FAMILIES, type Effect, type EffectFamily } from "../effect/effect.js";

/** What is believed of an effect before any run: a factor of exp(mean), give or take exp(deviation). */
export interface EffectPrior {
  readonly mean: number;
  readonly deviation: number;
}

/** What is believed of a series before its first run. On the logarithmic scale. */
export interface SeriesPrior {
  /** By column. */
  readonly means: readonly number[];
  readonly variances: readonly number[];
  /** The variance of the noise, and how many runs that belief is worth. */
  readonly noise: number;
  readonly degrees: number;
}

/** What is usual for the operations of an environment. */
export interface FleetPrior {
  readonly effects: Readonly<Record<EffectFamily, EffectPrior>>;
  readonly noise: number;
  readonly degrees: number;
}

const COMMON: Readonly<Record<EffectFamily, EffectPrior>> = {
  level: { mean: 0, deviation: 3 },
  weekday: { mean: 0, deviation: 0.15 },
  "month-end": { mean: 0, deviation: 0.6 },
  "quarter-end": { mean: 0, deviation: 0.4 },
  holiday: { mean: 0, deviation: 0.6 },
  rows: { mean: 0.7, deviation: 0.5 },
  kind: { mean: 0, deviation: 0.5 },
  own: { mean: 0, deviation: 0.6 },
};

/**
 * What is believed where nothing has been learned: weekdays move durations by some 15 percent and volumes by 40, a
 * month end by a factor of about 2, ten times the rows by about five times the duration, and noise is 25 percent.
 */
export const DURATION_PRIOR: FleetPrior = { effects: COMMON, noise: 0.25 ** 2, degrees: 4 };
export const VOLUME_PRIOR: FleetPrior = {
  ...DURATION_PRIOR,
  effects: { ...COMMON, weekday: { mean: 0, deviation: 0.4 } },
};

/** How sure a declared typical figure is: within a factor of 1.65 either way, two times in three. */
const DECLARED_DEVIATION = 0.5;

/**
 * The prior of one series: that of its fleet, around what its client declared or what its first run shows.
 *
 * @param level the logarithm of the declared typical figure, or of the first one
 */
export function toSeriesPrior(
  effects: readonly Effect[],
  fleet: FleetPrior,
  level: { readonly logarithm: number; readonly isDeclared: boolean },
): SeriesPrior {
  const priors = effects.map(({ family }) => fleet.effects[family]);
  const levelDeviation = level.isDeclared ? DECLARED_DEVIATION : fleet.effects.level.deviation;
  return {
    means: priors.map(({ mean }, column) => (column === 0 ? level.logarithm : mean)),
    variances: priors.map(({ deviation }, column) => (column === 0 ? levelDeviation : deviation) ** 2),
    noise: fleet.noise,
    degrees: fleet.degrees,
  };
}

/** Families whose priors can be learned from the operations of a fleet. */
export const LEARNED_FAMILIES: readonly EffectFamily[] = EFFECT_FAMILIES.filter(
  (family) => family !== "level",
);
