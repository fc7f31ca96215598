import { z } from "zod";
import type { PooledScore } from "./calibration.js";
import { findCalibrationGroup, toCalibrationGroupSnapshot } from "./calibration-group.js";

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
  snapshot(): ToldFiguresSnapshot;
}

/** What was told as it is kept, by series, the oldest first. */
export const toldFiguresSnapshot = z.array(
  z.object({
    series: z.string(),
    runId: z.string(),
    day: z.number(),
    score: z.number(),
    group: z.string().refine((name) => findCalibrationGroup(name) !== undefined, "is no group of figures"),
    isPooled: z.boolean(),
    isReal: z.boolean(),
  }),
);

export type ToldFiguresSnapshot = z.output<typeof toldFiguresSnapshot>;

const KEPT = 20;

/** Creates the told figures that were kept, if any. */
export function createToldFigures(kept: ToldFiguresSnapshot = []): ToldFigures {
  const bySeries = new Map<string, Map<string, ToldFigure>>();
  const add: ToldFigures["add"] = (series, runId, told) => {
    const known = bySeries.get(series) ?? new Map<string, ToldFigure>();
    bySeries.set(series, known.set(runId, told));
    const [oldest] = known.keys();
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  };
  for (const { series, runId, day, score, group: name, ...told } of kept) {
    const group = findCalibrationGroup(name);
    if (group !== undefined) add(series, runId, { ...told, pooled: { day, score, group } });
  }

  return {
    add,
    find: (series, runId) => bySeries.get(series)?.get(runId),
    snapshot: () =>
      [...bySeries].flatMap(([series, figures]) =>
        [...figures].map(
          ([
            runId,
            {
              pooled: { day, score, group },
              isPooled,
              isReal,
            },
          ]) => ({
            series,
            runId,
            day,
            score,
            group: toCalibrationGroupSnapshot(group),
            isPooled,
            isReal,
          }),
        ),
      ),
  };
}
