import type { PooledScore } from "./calibration.js";

/** A figure that was told as odd, and how it counts until somebody answers. */
interface ToldFigure {
  readonly pooled: PooledScore;
  /** Whether its score is in the pool of normal ones. */
  isPooled: boolean;
  isReal: boolean;
}

/** Figures that were told and may be answered. The newest of each series are kept. */
export interface ToldFigures {
  add(series: string, runId: string, told: ToldFigure): void;
  find(series: string, runId: string): ToldFigure | undefined;
}

const KEPT = 20;

export function createToldFigures(): ToldFigures {
  const bySeries = new Map<string, Map<string, ToldFigure>>();
  return {
    add(series, runId, told) {
      const known = bySeries.get(series) ?? new Map<string, ToldFigure>();
      bySeries.set(series, known.set(runId, told));
      const [oldest] = known.keys();
      if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
    },
    find: (series, runId) => bySeries.get(series)?.get(runId),
  };
}
