import { z } from "zod";
import { EFFECT_FAMILIES, type Effect } from "../effect/effect.js";
import { FIGURE_KINDS, type FigureKind, toFigureKind } from "../figure.js";
import { fitFleetPrior } from "../model/fleet-prior-fit.js";
import { DURATION_PRIOR, type FleetPrior, VOLUME_PRIOR } from "../model/series-prior.js";
import type { SeriesRecord } from "./series-record.js";

/** What new series begin with: learned anew from those that are known, now and then. */
export interface FleetPriors {
  of(measure: string): FleetPrior;
  moveTo(day: number, records: () => Iterable<SeriesRecord>): void;
  snapshot(): FleetPriorsSnapshot;
}

const fleetPrior = z.object({
  effects: z.record(z.enum(EFFECT_FAMILIES), z.object({ mean: z.number(), deviation: z.number() })),
  neighbours: z.number(),
  noise: z.number().positive(),
  degrees: z.number().positive(),
});

/** What was learned from the fleet as it is kept, and the day of it. */
export const fleetPriorsSnapshot = z.object({
  fittedAt: z.number().optional(),
  learned: z.partialRecord(z.enum(FIGURE_KINDS), fleetPrior),
});

export type FleetPriorsSnapshot = z.output<typeof fleetPriorsSnapshot>;

const DAYS_BETWEEN = 7;

const GIVEN: Readonly<Record<FigureKind, FleetPrior>> = {
  duration: DURATION_PRIOR,
  // A queue is empty most of the time and long now and then.
  lateness: { ...DURATION_PRIOR, noise: 0.5 ** 2 },
  throughput: {
    ...DURATION_PRIOR,
    effects: { ...DURATION_PRIOR.effects, rows: { mean: 0, deviation: 0.5 } },
  },
  volume: VOLUME_PRIOR,
};

export function createFleetPriors(
  effects: readonly Effect[],
  kept: FleetPriorsSnapshot = { learned: {} },
): FleetPriors {
  let learned: Readonly<Partial<Record<FigureKind, FleetPrior>>> = kept.learned;
  let { fittedAt } = kept;
  return {
    of: (measure) => learned[toFigureKind(measure)] ?? GIVEN[toFigureKind(measure)],
    moveTo(day, records) {
      fittedAt ??= day;
      if (day - fittedAt < DAYS_BETWEEN) return;
      fittedAt = day;
      const known = [...records()];
      const fit = (kind: FigureKind) => {
        const ofKind = known.filter(({ name }) => toFigureKind(name.measure) === kind);
        const states = ofKind.flatMap(({ state }) => state ?? []);
        return fitFleetPrior(states, effects, GIVEN[kind]);
      };
      learned = Object.fromEntries(FIGURE_KINDS.map((kind) => [kind, fit(kind)]));
    },
    snapshot: () => ({ fittedAt, learned }),
  };
}
