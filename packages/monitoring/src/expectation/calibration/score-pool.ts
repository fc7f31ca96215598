import { z } from "zod";
import { BINS, createScoreCounts, toBin } from "./score-counts.js";

/**
 * The scores of the newest days, of one group of figures.
 *
 * A day joins the counts when it is over, so that what happens today is judged by the days before, all alike.
 */
export interface ScorePool {
  /** Scores that count, on both sides. */
  readonly size: number;
  /** Another one whenever the counts have changed. */
  readonly version: number;
  /** How many lie at or beyond a score, on its side; in fractions where the score lies within a bin. */
  beyond(score: number): number;
  add(day: number, score: number): void;
  remove(day: number, score: number): void;
  /** Lets the days before this one count, and forgets those that are too old. */
  moveTo(day: number): void;
  snapshot(): ScorePoolSnapshot;
}

/** Each day of a pool as it is kept: every bin that has scores, and how many. */
export const scorePoolSnapshot = z.array(
  z.object({
    day: z.number(),
    isCounted: z.boolean(),
    scores: z.array(z.tuple([z.int().gte(-BINS).lt(BINS), z.int().positive()])),
  }),
);

export type ScorePoolSnapshot = z.output<typeof scorePoolSnapshot>;

export interface ScorePoolOptions {
  /** Days that count. */
  readonly days: number;
}

interface Day {
  readonly bins: number[];
  isCounted: boolean;
}

/** Creates a pool, empty where none was kept. */
export function createScorePool({ days }: ScorePoolOptions, kept: ScorePoolSnapshot = []): ScorePool {
  const counts = createScoreCounts();
  const byDay = new Map<number, Day>();
  let version = 0;
  const count = (bins: readonly number[], by: 1 | -1) => {
    counts.count(bins, by);
    version += 1;
  };
  for (const { day, isCounted, scores } of kept) {
    const bins = scores.flatMap(([bin, times]) => new Array<number>(times).fill(bin));
    byDay.set(day, { bins, isCounted });
    if (isCounted) count(bins, 1);
  }

  return {
    get size() {
      return counts.size;
    },
    get version() {
      return version;
    },
    beyond: counts.beyond,
    add(day, score) {
      let known = byDay.get(day);
      if (known === undefined) {
        known = { bins: [], isCounted: false };
        byDay.set(day, known);
      }
      known.bins.push(toBin(score));
      if (known.isCounted) count([toBin(score)], 1);
    },
    remove(day, score) {
      const known = byDay.get(day);
      const at = known?.bins.indexOf(toBin(score)) ?? -1;
      if (known === undefined || at < 0) return;
      known.bins.splice(at, 1);
      if (known.isCounted) count([toBin(score)], -1);
    },
    moveTo(today) {
      for (const [day, known] of byDay) {
        const isOver = day < today;
        const isOld = day < today - days;
        if (isOld) byDay.delete(day);
        if (known.isCounted && isOld) count(known.bins, -1);
        if (!known.isCounted && isOver && !isOld) {
          known.isCounted = true;
          count(known.bins, 1);
        }
      }
    },
    snapshot: () =>
      [...byDay].map(([day, { bins, isCounted }]) => ({ day, isCounted, scores: [...timesOf(bins)] })),
  };
}

function timesOf(bins: readonly number[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const bin of bins) times.set(bin, (times.get(bin) ?? 0) + 1);
  return times;
}
