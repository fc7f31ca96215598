import type { EffectScheme } from "../effect/effect-scheme.js";
import type { FleetPrior } from "../model/series-prior.js";

/** What turns figures into forecasts: the effects, and what is believed beforehand. */
export interface SeriesSurroundings {
  readonly scheme: EffectScheme;
  readonly priorOf: (measure: string) => FleetPrior;
}
