import type { Effect } from "../effect/effect.js";
import type { ForecastTerms } from "../model/forecast.js";
import type { Composition } from "./explained-judgement.js";

/** The factors of a forecast, exact up to the offset: exp of each term, the base first. */
export function toComposition(
  { columns, amounts, means }: ForecastTerms,
  effects: readonly Effect[],
  offset: number,
): Composition {
  const factors = columns.map((column, at) => ({
    title: effects[column]?.title ?? "",
    factor: Math.exp((means[at] ?? 0) * (amounts[at] ?? 0)),
  }));
  const [base, ...others] = factors;
  return { base: Math.max((base?.factor ?? 1) - offset, 0), factors: others };
}
