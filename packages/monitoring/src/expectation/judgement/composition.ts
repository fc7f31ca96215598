import type { Effect } from "../effect/effect.js";
import type { Forecast } from "../model/forecast.js";
import type { Composition } from "./explained-judgement.js";

/** The factors of a forecast, exact up to the offset: exp of each term, the base first. */
export function toComposition({ terms }: Forecast, effects: readonly Effect[], offset: number): Composition {
  const [base, ...others] = terms;
  return {
    base: Math.max(Math.exp(base === undefined ? 0 : base.mean * base.amount) - offset, 0),
    factors: others.map(({ column, mean, amount }) => ({
      title: effects[column]?.title ?? "",
      factor: Math.exp(mean * amount),
    })),
  };
}
