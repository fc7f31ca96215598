import { digamma, trigamma, trigammaInverse } from "../../statistics/gamma.js";
import type { Effect, EffectFamily } from "../effect/effect.js";
import { packedIndex } from "./packed-matrix.js";
import { type EffectPrior, type FleetPrior, LEARNED_FAMILIES } from "./series-prior.js";
import type { SeriesState } from "./series-state.js";

/** A series tells something of its fleet from so many runs on, and a fleet speaks from so many series on. */
const LEAST_RUNS = 20;
const LEAST_SERIES = 10;
/** An effect was seen when its variance is below this part of what was believed beforehand. */
const SEEN = 0.8;
/** No belief is so sure that a series could not differ. */
const LEAST_DEVIATION = 0.03;
const MOST_DEGREES = 50;

/**
 * What is usual among the operations of an environment, so that a new one begins with what the others know.
 *
 * Effects: the mean and spread of each family over the series that have seen it, their own doubt included. Noise: the
 * moments of its logarithm (Smyth 2004). With fewer than ten series of twenty runs it is the prior that was given.
 */
export function fitFleetPrior(
  series: Iterable<SeriesState>,
  effects: readonly Effect[],
  prior: FleetPrior,
): FleetPrior {
  const known = [...series].filter(({ runs }) => runs >= LEAST_RUNS);
  if (known.length < LEAST_SERIES) return prior;
  const fitted = LEARNED_FAMILIES.map(
    (family) => [family, fitFamily(family, { known, effects, prior })] as const,
  );
  return { effects: { ...prior.effects, ...Object.fromEntries(fitted) }, ...fitNoise(known) };
}

function fitFamily(
  family: EffectFamily,
  {
    known,
    effects,
    prior,
  }: {
    readonly known: readonly SeriesState[];
    readonly effects: readonly Effect[];
    readonly prior: FleetPrior;
  },
): EffectPrior {
  const believed = prior.effects[family];
  const columns = effects.flatMap((effect, column) => (effect.family === family ? [column] : []));
  const seen = columns.flatMap((column) =>
    known
      .map(({ means, covariance }) => ({
        mean: means[column] ?? 0,
        variance: covariance[packedIndex(column, column)] ?? 0,
      }))
      .filter(({ variance }) => variance < SEEN * believed.deviation ** 2),
  );
  if (seen.length < LEAST_SERIES) return believed;
  const center = family === "weekday" ? 0 : mean(seen.map((each) => each.mean));
  const spread = mean(seen.map((each) => (each.mean - center) ** 2 + each.variance));
  return { mean: center, deviation: Math.max(Math.sqrt(spread), LEAST_DEVIATION) };
}

/** Each variance is a scaled chi-square around a common one; the moments of the logarithms tell scale and degrees. */
function fitNoise(known: readonly SeriesState[]): Pick<FleetPrior, "noise" | "degrees"> {
  const logs = known.map(
    ({ noise, degrees }) => Math.log(noise) - digamma(degrees / 2) + Math.log(degrees / 2),
  );
  const center = mean(logs);
  const spread = mean(logs.map((log) => (log - center) ** 2));
  const excess = spread - mean(known.map(({ degrees }) => trigamma(degrees / 2)));
  const degrees = excess > 0 ? Math.min(2 * trigammaInverse(excess), MOST_DEGREES) : MOST_DEGREES;
  return { noise: Math.exp(center + digamma(degrees / 2) - Math.log(degrees / 2)), degrees };
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
