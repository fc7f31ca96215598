import { z } from "zod";
import { normalQuantile, normalUpperTail } from "../../statistics/normal.js";
import { type CalibrationGroup, farthestNormalOf } from "./calibration-group.js";
import { fitTail, poolChance } from "./pool-tail.js";
import { createScorePool, type ScorePool, scorePoolSnapshot } from "./score-pool.js";

/** The chance of a normal figure at least as surprising on its side, and whose experience says so. */
export interface CalibratedChance {
  readonly chance: number;
  readonly basis: "fleet" | "model";
}

/** A score, as it counts for those that come after it. */
export interface PooledScore {
  readonly day: number;
  readonly group: CalibrationGroup;
  readonly score: number;
}

/**
 * What surprises were usual among all operations of an environment in the newest days.
 *
 * A promise such as "one false alarm in 400 runs on this side" would need 399 runs of one operation before it could
 * be kept without assumptions; scores, unlike figures, can be compared across operations, and of those there are
 * enough after days.
 */
export interface Calibration {
  /** Begins a day: the days before it count from now on, those long gone no more. */
  moveTo(day: number): void;
  add(score: PooledScore): void;
  remove(score: PooledScore): void;
  chanceOf(group: CalibrationGroup, score: number): CalibratedChance;
  /** The scores that a normal figure exceeds with this chance on each side: the inverse of `chanceOf`. */
  limitsOf(group: CalibrationGroup, chance: number): LimitScores;
  snapshot(): CalibrationSnapshot;
}

/** The pools as they are kept, by their names. */
export const calibrationSnapshot = z.object({
  today: z.number().optional(),
  pools: z.record(z.string(), scorePoolSnapshot),
});

export type CalibrationSnapshot = z.output<typeof calibrationSnapshot>;

/** The scores between which a figure keeps a promise. */
export interface LimitScores {
  readonly low: number;
  readonly high: number;
}

const DAYS = 90;
/** With fewer scores a pool says less than the model does. */
const LEAST_SCORES = 1_000;

/** Creates a calibration with the experience that was kept; until it has some, the model's own chances hold. */
export function createCalibration(kept: CalibrationSnapshot = { pools: {} }): Calibration {
  const pools = new Map(
    Object.entries(kept.pools).map(([name, pool]) => [
      name,
      cacheTails(createScorePool({ days: DAYS }, pool), farthestNormalOf(name)),
    ]),
  );
  let { today = Number.NEGATIVE_INFINITY } = kept;
  const byGroup = new Map<CalibrationGroup, readonly CachedPool[]>();
  const poolOf = (key: string) => {
    const pool = pools.get(key) ?? cacheTails(createScorePool({ days: DAYS }), farthestNormalOf(key));
    pools.set(key, pool);
    return pool;
  };
  const poolsOf = (group: CalibrationGroup) => {
    const known = byGroup.get(group);
    if (known !== undefined) return known;
    const found = group.pools.map(poolOf);
    byGroup.set(group, found);
    return found;
  };
  const experienced = (group: CalibrationGroup) =>
    poolsOf(group).find(({ pool }) => pool.size >= LEAST_SCORES);

  return {
    moveTo(day) {
      if (day <= today) return;
      today = day;
      for (const { pool } of pools.values()) pool.moveTo(day);
    },
    add({ day, group, score }) {
      for (const { pool } of poolsOf(group)) pool.add(day, score);
    },
    remove({ day, group, score }) {
      for (const { pool } of poolsOf(group)) pool.remove(day, score);
    },
    chanceOf(group, score) {
      const pool = experienced(group);
      return pool === undefined
        ? { chance: normalUpperTail(Math.abs(score)), basis: "model" }
        : { chance: pool.chanceOf(score), basis: "fleet" };
    },
    limitsOf(group, chance) {
      const pool = experienced(group);
      if (pool !== undefined) return pool.limitsAt(chance);
      const distance = normalQuantile(chance);
      return { low: -distance, high: distance };
    },
    snapshot: () => ({
      today: Number.isFinite(today) ? today : undefined,
      pools: Object.fromEntries([...pools].map(([name, { pool }]) => [name, pool.snapshot()])),
    }),
  };
}

/** A pool whose tails and limits are worked out once for all judgements of a day. */
interface CachedPool {
  readonly pool: ScorePool;
  chanceOf(score: number): number;
  /** Where the chance is so small on each side; the same object until the pool changes. */
  limitsAt(chance: number): LimitScores;
}

function cacheTails(pool: ScorePool, farthestNormal: number): CachedPool {
  const fit = () => ({
    version: pool.version,
    up: fitTail(pool, 1, farthestNormal),
    down: fitTail(pool, -1, farthestNormal),
    limits: new Map<number, LimitScores>(),
  });
  let fitted: ReturnType<typeof fit> | undefined;
  const fresh = () => {
    if (fitted?.version !== pool.version) fitted = fit();
    return fitted;
  };
  const chanceOf = (score: number) => {
    const { up, down } = fresh();
    return poolChance(pool, score < 0 ? down : up, score);
  };
  return {
    pool,
    chanceOf,
    limitsAt(chance) {
      const { limits } = fresh();
      const known = limits.get(chance);
      if (known !== undefined) return known;
      const found = {
        low: -findDistance((distance) => chanceOf(-distance), chance),
        high: findDistance(chanceOf, chance),
      };
      limits.set(chance, found);
      return found;
    },
  };
}

const FARTHEST = 40;

function findDistance(chanceOf: (distance: number) => number, chance: number): number {
  let low = 0;
  let high = FARTHEST;
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (chanceOf(middle) > chance) low = middle;
    else high = middle;
  }
  return high;
}
