import type { EffectScheme } from "../effect/effect-scheme.js";
import type { DeclaredFigure } from "../expectation-options.js";
import { type Figure, type FigureName, toSeriesKey } from "../figure.js";
import { openLevel } from "../model/open-effects.js";
import { createFleetPriors } from "./fleet-priors.js";
import { beginRecord, type SeriesSurroundings, type Teaching } from "./series-model.js";
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
}

/** Creates a book without series. */
export function createSeriesBook(scheme: EffectScheme, declared: readonly DeclaredFigure[]): SeriesBook {
  const series = new Map<string, TaughtSeries>();
  const declarations = new Map(declared.map((figure) => [toSeriesKey(figure), figure]));
  const priors = createFleetPriors(scheme.effects);
  const surroundings: SeriesSurroundings = { scheme, priorOf: priors.of };
  const get = (name: FigureName): TaughtSeries => {
    const key = toSeriesKey(name);
    const known = series.get(key);
    if (known !== undefined) return known;
    const { subject, measure } = name;
    return { record: beginRecord(surroundings, { subject, measure }, declarations.get(key)) };
  };

  return {
    surroundings,
    get,
    teach(before, figure, occasion) {
      const { date, kind, rowsGiven, subject, measure, runId, value, end } = figure;
      priors.moveTo(scheme.designOf(figure).day, () => [...series.values()].map(({ record }) => record));
      const teaching = {
        figure: { subject, measure, date, kind, rowsGiven },
        runId,
        value,
        isCutOff: end === "cut-off",
        lesson: "usual",
      } as const;
      series.set(toSeriesKey(figure), teach(surroundings, before, teaching, occasion).series);
    },
    open(name) {
      const { record } = get(name);
      if (record.state === undefined) return;
      series.set(toSeriesKey(name), { record: { ...record, state: openLevel(record.state) } });
    },
    reteach(name, lesson) {
      const known = series.get(toSeriesKey(name));
      const taught = known === undefined ? undefined : reteach(surroundings, known, name.runId, lesson);
      if (taught !== undefined) series.set(toSeriesKey(name), taught);
    },
  };
}
