import type { Effect } from "../effect/effect.js";
import { FIGURE_KINDS, type FigureKind, toFigureKind } from "../figure.js";
import { fitFleetPrior } from "../model/fleet-prior-fit.js";
import { DURATION_PRIOR, type FleetPrior, VOLUME_PRIOR } from "../model/series-prior.js";
import type { SeriesRecord } from "./series-model.js";

/** What new series begin with: learned anew from those that are known, now and then. */
export interface FleetPriors {
  of(measure: string): FleetPrior;
  moveTo(day: number, records: () => Iterable<SeriesRecord>): void;
}

const DAYS_BETWEEN = 7;

const GIVEN: Readonly<Record<FigureKind, FleetPrior>> = {
  duration: DURATION_PRIOR,
  lateness: DURATION_PRIOR,
  throughput: {
    ...DURATION_PRIOR,
    effects: { ...DURATION_PRIOR.effects, rows: { mean: 0, deviation: 0.5 } },
  },
  volume: VOLUME_PRIOR,
};

export function createFleetPriors(effects: readonly Effect[]): FleetPriors {
  const learned = new Map<FigureKind, FleetPrior>();
  let fittedAt: number | undefined;
  return {
    of: (measure) => learned.get(toFigureKind(measure)) ?? GIVEN[toFigureKind(measure)],
    moveTo(day, records) {
      fittedAt ??= day;
      if (day - fittedAt < DAYS_BETWEEN) return;
      fittedAt = day;
      const known = [...records()];
      for (const kind of FIGURE_KINDS) {
        const ofKind = known.filter(({ name }) => toFigureKind(name.measure) === kind);
        const states = ofKind.flatMap(({ state }) => state ?? []);
        learned.set(kind, fitFleetPrior(states, effects, GIVEN[kind]));
      }
    },
  };
}
