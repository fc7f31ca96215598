import { KINDS_OF_DAYS } from "../effect/day-effects.js";
import type { DeclaredFigure } from "../expectation-options.js";
import { type FigureName, toFigureKind, toOffset } from "../figure.js";
import { type CountState, meanCount, NO_COUNTS } from "../model/count-model.js";
import { toSeriesPrior } from "../model/series-prior.js";
import { beginSeries, copyState, type SeriesState } from "../model/series-state.js";
import type { SeriesSurroundings } from "./series-surroundings.js";
import { copySimilarRuns, noSimilarRuns, type SimilarRuns } from "./similar-runs.js";

/** All that is known about one figure of one operation. Learning changes it in place, as it does the state. */
export interface SeriesRecord {
  readonly name: FigureName;
  readonly declared: DeclaredFigure | undefined;
  /** Nothing before the first figure, unless somebody declared what is typical. */
  state: SeriesState | undefined;
  /** Volumes that are usually small are counted instead. */
  counts: CountState;
  /** Of the runs learned from, how many had nothing. */
  zeros: number;
  readonly similar: SimilarRuns;
}

/** Below it a volume is counted rather than measured. */
const FEW = 50;

/** A series before its first run, with what its client declared of it, if anything. */
export function beginRecord(
  { scheme, priorOf }: SeriesSurroundings,
  name: FigureName,
  declared: DeclaredFigure | undefined,
): SeriesRecord {
  const { typical } = declared ?? {};
  const logarithm = typical === undefined ? undefined : Math.log(typical + toOffset(name.measure));
  const state =
    logarithm === undefined
      ? undefined
      : beginSeries(toSeriesPrior(scheme.effects, priorOf(name.measure), { logarithm, isDeclared: true }));
  return { name, declared, state, counts: NO_COUNTS, zeros: 0, similar: noSimilarRuns(KINDS_OF_DAYS) };
}

/** The record as it is now, whatever the series learns later. */
export function copyRecord(record: SeriesRecord): SeriesRecord {
  const { state, similar } = record;
  return {
    ...record,
    state: state === undefined ? undefined : copyState(state),
    similar: copySimilarRuns(similar),
  };
}

/** Whether its figures are judged as counts. */
export function isCounted({ name, counts }: SeriesRecord): boolean {
  return toFigureKind(name.measure) === "volume" && counts.runs > 0 && meanCount(counts) < FEW;
}
