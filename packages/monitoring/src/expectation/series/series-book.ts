import { z } from "zod";
import type { EffectScheme } from "../effect/effect-scheme.js";
import type { DeclaredFigure } from "../expectation-options.js";
import { type Figure, type FigureName, toSeriesKey } from "../figure.js";
import { openLevel } from "../model/open-effects.js";
import { createFleetPriors, fleetPriorsSnapshot } from "./fleet-priors.js";
import type { Teaching } from "./series-model.js";
import { beginRecord } from "./series-record.js";
import { seriesSnapshot, takeUpSeries, toSeriesSnapshot } from "./series-snapshot.js";
import type { SeriesSurroundings } from "./series-surroundings.js";
import { type Occasion, reteach, type TaughtSeries, teach } from "./taught-series.js";

/** All series of an environment. */
export interface SeriesBook {
  readonly surroundings: SeriesSurroundings;
  /** The series of a figure; one that has seen nothing when it is new. */
  get(name: FigureName): TaughtSeries;
  /** Teaches a figure to its series, as `get` gave it. */
  teach(series: TaughtSeries, figure: Figure, occasion: Occasion): void;
  /** The level may be another one from the next run on. */
  open(name: FigureName): void;
  /** Changes what a run taught, when it is not too long ago. */
  reteach(name: FigureName & { readonly runId: string }, lesson: Teaching["lesson"]): void;
  snapshot(): SeriesBookSnapshot;
}

/** A book as it is kept, with so many effects. */
export function seriesBookSnapshot(effects: number) {
  return z.object({ priors: fleetPriorsSnapshot, series: z.array(seriesSnapshot(effects)) });
}

export type SeriesBookSnapshot = z.output<ReturnType<typeof seriesBookSnapshot>>;

/** Creates a book, without series where none was kept. */
export function createSeriesBook(
  scheme: EffectScheme,
  declared: readonly DeclaredFigure[],
  kept?: SeriesBookSnapshot,
): SeriesBook {
  const known = new Map<string, TaughtSeries>();
  const declarations = new Map(declared.map((figure) => [toSeriesKey(figure), figure]));
  const priors = createFleetPriors(scheme.effects, kept?.priors);
  const surroundings: SeriesSurroundings = { scheme, priorOf: priors.of };
  for (const each of kept?.series ?? []) {
    const key = toSeriesKey(each);
    known.set(key, takeUpSeries(surroundings, each, declarations.get(key)));
  }
  const records = () => [...known.values()].map(({ record }) => record);
  const get = (name: FigureName): TaughtSeries => {
    const key = toSeriesKey(name);
    const found = known.get(key);
    if (found !== undefined) return found;
    const { subject, measure } = name;
    const record = beginRecord(surroundings, { subject, measure }, declarations.get(key));
    return { key, record, memory: undefined };
  };

  return {
    surroundings,
    get,
    teach(series, figure, occasion) {
      const { date, kind, rowsGiven, runId, value, end } = figure;
      const { design } = occasion.forecast?.coming ?? { design: scheme.designOf(figure) };
      priors.moveTo(design.day, records);
      const isCutOff = end === "cut-off";
      const teaching = { runId, date, kind, rowsGiven, value, isCutOff, lesson: "usual" } as const;
      teach(surroundings, series, teaching, occasion);
      known.set(series.key, series);
    },
    open(name) {
      const series = get(name);
      const { state } = series.record;
      if (state === undefined) return;
      openLevel(state);
      series.memory = undefined;
      known.set(series.key, series);
    },
    reteach(name, lesson) {
      const series = known.get(toSeriesKey(name));
      if (series !== undefined) reteach(surroundings, series, name.runId, lesson);
    },
    snapshot: () => ({ priors: priors.snapshot(), series: [...known.values()].map(toSeriesSnapshot) }),
  };
}
