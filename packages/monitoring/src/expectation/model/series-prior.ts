import { EFFECT_FAMILIES, type Effect, type EffectFamily } from "../effect/effect.js";
import { type PackedMatrix, packedDiagonal, packedIndex } from "./packed-matrix.js";

/** What is believed of an effect before any run: a factor of exp(mean), give or take exp(deviation). */
export interface EffectPrior {
  readonly mean: number;
  readonly deviation: number;
}

/** What is believed of a series before its first run. On the logarithmic scale. */
export interface SeriesPrior {
  /** By column; a series takes both as its own. */
  readonly means: number[];
  readonly covariance: PackedMatrix;
  /** The variance of the noise, and how many runs that belief is worth. */
  readonly noise: number;
  readonly degrees: number;
}

/** What is usual for the operations of an environment. */
export interface FleetPrior {
  readonly effects: Readonly<Record<EffectFamily, EffectPrior>>;
  /** How much of what one closing day shows holds for the next one too, as a correlation. */
  readonly neighbours: number;
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
  memory: { mean: 0.1, deviation: 0.15 },
  kind: { mean: 0, deviation: 0.5 },
  own: { mean: 0, deviation: 0.6 },
};

/**
 * What is believed where nothing has been learned: weekdays move durations by some 15 percent and volumes by 40, a
 * month end by a factor of about 2, its days much alike, ten times the rows by about five times the duration, a tenth of
 * what one run had too much is still there in the next, and noise is 25 percent.
 */
export const DURATION_PRIOR: FleetPrior = { effects: COMMON, neighbours: 0.6, noise: 0.25 ** 2, degrees: 4 };
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
  const { means, covariance } = findBeliefs(effects, fleet);
  const prior = { means: means.slice(), covariance: covariance.slice() };
  prior.means[0] = level.logarithm;
  if (level.isDeclared) prior.covariance[0] = DECLARED_DEVIATION ** 2;
  return { ...prior, noise: fleet.noise, degrees: fleet.degrees };
}

/** What a fleet believes of all effects; worked out once, as it is the same for each of its series. */
const beliefs = new WeakMap<FleetPrior, ReturnType<typeof toBeliefs>>();

function findBeliefs(effects: readonly Effect[], fleet: FleetPrior) {
  const known = beliefs.get(fleet);
  if (known?.effects === effects) return known;
  const found = toBeliefs(effects, fleet);
  beliefs.set(fleet, found);
  return found;
}

/** Each effect by itself, but the days around the end of a period go together, neighbours the most. */
function toBeliefs(effects: readonly Effect[], { effects: priors, neighbours }: FleetPrior) {
  const deviations = effects.map(({ family }) => priors[family].deviation);
  const covariance = packedDiagonal(deviations.map((deviation) => deviation ** 2));
  const closing = effects.flatMap(({ family }, column) => (family === "month-end" ? [column] : []));
  for (const row of closing)
    for (const column of closing.filter((other) => other < row))
      covariance[packedIndex(row, column)] =
        neighbours ** (row - column) * (deviations[row] ?? 0) * (deviations[column] ?? 0);
  return { effects, means: effects.map(({ family }) => priors[family].mean), covariance };
}

/** Families whose priors can be learned from the operations of a fleet. */
export const LEARNED_FAMILIES: readonly EffectFamily[] = EFFECT_FAMILIES.filter(
  (family) => family !== "level",
);
