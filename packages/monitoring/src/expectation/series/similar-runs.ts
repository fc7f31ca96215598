/** The newest run on a day of one kind. */
export interface SimilarRun {
  /** Its business date. */
  readonly date: string;
  readonly value: number;
}

/** The newest run of a series on each kind of day, by the kind: days counted from 1970-01-01, and values. */
export interface SimilarRuns {
  readonly days: number[];
  readonly values: number[];
}

const DAY_MS = 86_400_000;
const NEVER = -1;

/** No run yet, on any of so many kinds of days. */
export function noSimilarRuns(kinds: number): SimilarRuns {
  return { days: Array.from({ length: kinds }, () => NEVER), values: Array.from({ length: kinds }, () => 0) };
}

/** The runs as they are now, whatever comes later. */
export function copySimilarRuns({ days, values }: SimilarRuns): SimilarRuns {
  return { days: days.slice(), values: values.slice() };
}

/** Keeps a run, which changes what is known in place. */
export function learnSimilarRun(
  { days, values }: SimilarRuns,
  run: { readonly kindOfDay: number; readonly day: number },
  value: number,
): void {
  days[run.kindOfDay] = run.day;
  values[run.kindOfDay] = value;
}

/** Finds the newest run on such a day. What it gives is worked out when it is asked, and stays as it was. */
export function findSimilarRun(
  { days, values }: SimilarRuns,
  { kindOfDay }: { readonly kindOfDay: number },
): () => SimilarRun | undefined {
  const day = days[kindOfDay] ?? NEVER;
  const value = values[kindOfDay] ?? 0;
  return () => (day < 0 ? undefined : { date: new Date(day * DAY_MS).toISOString().slice(0, 10), value });
}
