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
/** Of two days that go together, one that was hardly seen says what the other does; such are left out. */
const SEEN_WELL = 0.25;
const MOST_NEIGHBOURS = 0.9;

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
  return {
    effects: { ...prior.effects, ...Object.fromEntries(fitted) },
    neighbours: fitNeighbours({ known, effects, prior }),
    ...fitNoise(known),
  };
}

/** The series of a fleet that are old enough to tell something of it. */
interface KnownFleet {
  readonly known: readonly SeriesState[];
  readonly effects: readonly Effect[];
  readonly prior: FleetPrior;
}

function fitFamily(family: EffectFamily, { known, effects, prior }: KnownFleet): EffectPrior {
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

/** The correlation of closing days that lie side by side, over the series that have seen both well. */
function fitNeighbours({ known, effects, prior }: KnownFleet): number {
  const { mean: center, deviation } = prior.effects["month-end"];
  const columns = effects.flatMap((effect, column) => (effect.family === "month-end" ? [column] : []));
  const isSeen = ({ covariance }: SeriesState, column: number) =>
    (covariance[packedIndex(column, column)] ?? 0) < SEEN_WELL * deviation ** 2;
  let product = 0;
  let squares = 0;
  let pairs = 0;
  for (const state of known) {
    for (const [at, column] of columns.slice(1).entries()) {
      const before = columns[at] ?? 0;
      if (!isSeen(state, before) || !isSeen(state, column)) continue;
      const [one, other] = [(state.means[before] ?? 0) - center, (state.means[column] ?? 0) - center];
      product += one * other;
      squares += (one * one + other * other) / 2;
      pairs += 1;
    }
  }
  if (pairs < LEAST_SERIES || squares === 0) return prior.neighbours;
  return Math.max(0, Math.min(product / squares, MOST_NEIGHBOURS));
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
