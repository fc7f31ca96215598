import { learnFigure, type SeriesForecast, type Teaching } from "./series-model.js";
import { copyRecord, type SeriesRecord } from "./series-record.js";
import type { SeriesSurroundings } from "./series-surroundings.js";

/** A teaching that can be found again by its run. */
export interface RunTeaching extends Teaching {
  readonly runId: string;
}

/** What a series was before the oldest alert that may still be answered, and what it was taught since. */
export interface Memory {
  readonly record: SeriesRecord;
  teachings: RunTeaching[];
}

/** A series, and what is kept so that an answer can change what was learned from a run and from all after it. */
export interface TaughtSeries {
  /** As `toSeriesKey` has it, kept because to put it together again takes longer than to find by it. */
  readonly key: string;
  record: SeriesRecord;
  memory: Memory | undefined;
}

/** An answer that comes after so many further runs changes nothing any more but what is counted. */
const LONGEST_MEMORY = 60;

/** How a figure came to be taught. */
export interface Occasion {
  readonly isAlert: boolean;
  /** What was expected of it, where that was worked out already. */
  readonly forecast: SeriesForecast | undefined;
}

/** Teaches a figure. From an alert on, what is taught is remembered. */
export function teach(
  surroundings: SeriesSurroundings,
  series: TaughtSeries,
  teaching: RunTeaching,
  { isAlert, forecast }: Occasion,
): void {
  if (isAlert) series.memory ??= { record: copyRecord(series.record), teachings: [] };
  const { record, memory } = series;
  learnFigure(surroundings, record, teaching, forecast);
  if (memory === undefined) return;
  memory.teachings.push(teaching);
  if (memory.teachings.length > LONGEST_MEMORY) series.memory = undefined;
}

/** Makes the series what it would be if the run had been taught so from the beginning, when it is not too long ago. */
export function reteach(
  surroundings: SeriesSurroundings,
  series: TaughtSeries,
  runId: string,
  lesson: Teaching["lesson"],
): void {
  const { memory } = series;
  if (memory === undefined || !memory.teachings.some((teaching) => teaching.runId === runId)) return;
  memory.teachings = memory.teachings.map((each) => (each.runId === runId ? { ...each, lesson } : each));
  series.record = copyRecord(memory.record);
  for (const teaching of memory.teachings) learnFigure(surroundings, series.record, teaching);
}
