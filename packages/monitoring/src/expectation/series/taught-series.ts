import type { Forecast } from "../model/forecast.js";
import { learnFigure, type SeriesRecord, type SeriesSurroundings, type Teaching } from "./series-model.js";

/** A teaching that can be found again by its run. */
export interface RunTeaching extends Teaching {
  readonly runId: string;
}

/**
 * A series, and what it was taught since the oldest alert that may still be answered, so that an answer can change
 * what was learned from that run and from all after it.
 */
export interface TaughtSeries {
  readonly record: SeriesRecord;
  readonly since?: { readonly record: SeriesRecord; readonly teachings: readonly RunTeaching[] } | undefined;
}

/** An answer that comes after so many further runs changes nothing any more but what is counted. */
const LONGEST_MEMORY = 60;

/** How a figure came to be taught. */
export interface Occasion {
  readonly isAlert: boolean;
  /** What was expected of it, where that was worked out already. */
  readonly forecast: Forecast | undefined;
}

/** Teaches a figure. From an alert on, what is taught is remembered. */
export function teach(
  surroundings: SeriesSurroundings,
  { record, since }: TaughtSeries,
  teaching: RunTeaching,
  { isAlert, forecast }: Occasion,
): { readonly series: TaughtSeries; readonly hasLevelChanged: boolean } {
  const learned = learnFigure(surroundings, record, teaching, forecast);
  const begun = since ?? (isAlert ? { record, teachings: [] } : undefined);
  const teachings = begun === undefined ? [] : [...begun.teachings, teaching];
  const isKept = begun !== undefined && teachings.length <= LONGEST_MEMORY;
  return {
    hasLevelChanged: learned.hasLevelChanged,
    series: { record: learned.record, since: isKept ? { record: begun.record, teachings } : undefined },
  };
}

/** The series as it would be if the run had been taught so from the beginning; nothing when it is too long ago. */
export function reteach(
  surroundings: SeriesSurroundings,
  { since }: TaughtSeries,
  runId: string,
  lesson: Teaching["lesson"],
): TaughtSeries | undefined {
  if (since === undefined || !since.teachings.some((teaching) => teaching.runId === runId)) return undefined;
  const teachings = since.teachings.map((each) => (each.runId === runId ? { ...each, lesson } : each));
  const record = teachings.reduce(
    (taught, each) => learnFigure(surroundings, taught, each).record,
    since.record,
  );
  return { record, since: { record: since.record, teachings } };
}
