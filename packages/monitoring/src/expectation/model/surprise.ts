import { normalQuantile, normalUpperTail } from "../../statistics/normal.js";
import { studentTQuantile, studentTUpperTail } from "../../statistics/student-t.js";
import type { Forecast } from "./forecast.js";
import type { Predictive, Surprise } from "./predictive.js";

/** Chances below it are all the same: never. */
const SMALLEST_CHANCE = 1e-300;

/** How far a logarithm lies from its forecast, each side measured by its own width. */
function surpriseOf(forecast: Forecast, logarithm: number): Surprise {
  const distance = (logarithm - forecast.location) / forecast.scale;
  const side = distance < 0 ? forecast.widerDown : forecast.widerUp;
  return toSurprise(studentTUpperTail(Math.abs(distance) / side, forecast.degrees), distance < 0);
}

/** The score of a logarithm to about three digits, at a small part of the cost. Source: Wallace 1959. */
export function nearScore(forecast: Forecast, logarithm: number): number {
  const { degrees } = forecast;
  const distance = (logarithm - forecast.location) / forecast.scale;
  const t = distance / (distance < 0 ? forecast.widerDown : forecast.widerUp);
  const score = ((8 * degrees + 1) / (8 * degrees + 3)) * Math.sqrt(degrees * Math.log1p((t * t) / degrees));
  return distance < 0 ? -score : score;
}

/** A chance on one side as a surprise. */
export function toSurprise(chance: number, isBelow: boolean): Surprise {
  const bounded = Math.min(Math.max(chance, SMALLEST_CHANCE), 0.5);
  const score = normalQuantile(bounded);
  return { score: isBelow ? -score : score, chance: bounded };
}

/** The logarithm whose surprise has this score. */
function logarithmAt(forecast: Forecast, score: number): number {
  if (score === 0) return forecast.location;
  const side = score < 0 ? forecast.widerDown : forecast.widerUp;
  const chance = Math.max(normalUpperTail(Math.abs(score)), SMALLEST_CHANCE);
  const distance = side * studentTQuantile(chance, forecast.degrees) * forecast.scale;
  return forecast.location + (score < 0 ? -distance : distance);
}

/** A forecast in the unit of the figure. The offset was added before the logarithm was taken. */
export function toPredictive(forecast: Forecast, offset: number): Predictive {
  const toValue = (logarithm: number) =>
    Math.min(Math.max(Math.exp(logarithm) - offset, 0), Number.MAX_VALUE);
  return {
    typical: toValue(forecast.location),
    runs: forecast.runs,
    surpriseOf: (value) => surpriseOf(forecast, Math.log(value + offset)),
    valueAt: (score) => toValue(logarithmAt(forecast, score)),
  };
}
