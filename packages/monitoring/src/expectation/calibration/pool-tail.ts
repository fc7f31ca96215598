import type { ScorePool } from "./score-pool.js";

/** Beyond the score that this part of a pool exceeds, a curve is steadier than single scores. */
const TAIL = 0.02;
const STEP = 0.01;

/** How the scores of one side fall off, far out. */
interface PoolTail {
  /** Where the curve begins, and the part of the pool beyond it. */
  readonly from: number;
  readonly share: number;
  /** The mean excess of a score over `from`. */
  readonly mean: number;
}

/**
 * The chance of a score at least as far on its side, as the pool has it.
 *
 * Near the middle it is the rank of the score, (1 + scores beyond) / (scores + 1): by exchangeability, a new normal
 * score is among the k farthest of n with chance (k + 1) / (n + 1) (Vovk, Gammerman and Shafer 2005). Farther out the
 * scores beyond a point are taken to fall off exponentially. That is slower than a normal does, because the farthest
 * normal runs look like anomalies and are missing from the pool.
 */
export function poolChance(pool: ScorePool, tail: PoolTail, score: number): number {
  const rank = rankOf(pool, score);
  if (rank >= tail.share) return rank;
  return tail.share * Math.exp((tail.from - Math.abs(score)) / tail.mean);
}

/** Fits the tail of one side; `limit` is the farthest score that a pool takes in. */
export function fitTail(pool: ScorePool, side: 1 | -1, limit: number): PoolTail {
  let from = STEP;
  while (from < limit - 1 && rankOf(pool, side * from) > TAIL) from += STEP;
  const seen = pool.beyond(side * from) - pool.beyond(side * limit);
  let excess = 0;
  for (let score = from; score < limit; score += STEP) {
    const here = pool.beyond(side * score) - pool.beyond(side * (score + STEP));
    excess += here * (score + STEP / 2 - from);
  }
  const range = limit - from;
  return { from, share: rankOf(pool, side * from), mean: untruncated((excess + 1) / (seen + 1), range) };
}

function rankOf(pool: ScorePool, score: number): number {
  return (1 + pool.beyond(score)) / (pool.size + 1);
}

/** The mean of an exponential of which only what lies below `range` was seen, from the mean of that. */
function untruncated(seen: number, range: number): number {
  let mean = seen;
  for (let step = 0; step < 20; step += 1) mean = seen + range / Math.expm1(range / Math.min(mean, range));
  return mean;
}
