import { normalQuantile, normalUpperTail } from "../../statistics/normal.js";
import type { CalibrationGroup } from "./calibration-group.js";
import { fitTail, poolChance } from "./pool-tail.js";
import { createScorePool, type ScorePool } from "./score-pool.js";

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
  /** The score that a normal figure exceeds with this chance on the side of the sign: the inverse of `chanceOf`. */
  scoreAt(group: CalibrationGroup, chance: number, side: 1 | -1): number;
}

const DAYS = 90;
/** With fewer scores a pool says less than the model does. */
const LEAST_SCORES = 1_000;
/** Scores beyond it are no normal runs; they join the pool only when a person says that they were expected. */
export const FARTHEST_NORMAL_SCORE = 4.5;

/** Creates a calibration without experience; until it has some, the model's own chances hold. */
export function createCalibration(): Calibration {
  const pools = new Map<string, CachedPool>();
  let today = Number.NEGATIVE_INFINITY;
  const byGroup = new Map<CalibrationGroup, readonly CachedPool[]>();
  const poolOf = (key: string) => {
    const pool = pools.get(key) ?? cacheTails(createScorePool({ days: DAYS }));
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
    scoreAt(group, chance, side) {
      const pool = experienced(group);
      return side * (pool === undefined ? normalQuantile(chance) : pool.distanceAt(chance, side));
    },
  };
}

/** A pool whose tails and limits are worked out once for all judgements of a day. */
interface CachedPool {
  readonly pool: ScorePool;
  chanceOf(score: number): number;
  /** How far out on a side the chance is so small. */
  distanceAt(chance: number, side: 1 | -1): number;
}

function cacheTails(pool: ScorePool): CachedPool {
  const fit = () => ({
    version: pool.version,
    up: fitTail(pool, 1, FARTHEST_NORMAL_SCORE),
    down: fitTail(pool, -1, FARTHEST_NORMAL_SCORE),
    distances: new Map<number, number>(),
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
    distanceAt(chance, side) {
      const { distances } = fresh();
      const known = distances.get(side * chance);
      if (known !== undefined) return known;
      const distance = findDistance((score) => chanceOf(side * score), chance);
      distances.set(side * chance, distance);
      return distance;
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
