import { describe, expect, test } from "vitest";
import { createScorePool } from "./score-pool.js";

describe("createScorePool", () => {
  test("lets a day count when it is over, as long as it is not too old", () => {
    const pool = createScorePool({ days: 10 });
    pool.add(1, 2.5);
    pool.add(1, -1);
    pool.moveTo(1);
    expect(pool.size).toBe(0);
    pool.moveTo(2);
    expect([pool.size, pool.beyond(2), pool.beyond(3), pool.beyond(-0.5)]).toEqual([2, 1, 0, 1]);
    pool.moveTo(11);
    expect(pool.size).toBe(2);
    pool.moveTo(12);
    expect([pool.size, pool.beyond(2)]).toEqual([0, 0]);
  });

  test("takes scores of days that count already, and gives them back", () => {
    const pool = createScorePool({ days: 10 });
    pool.add(1, 1);
    pool.moveTo(2);
    const { version } = pool;
    pool.add(1, 3);
    expect([pool.size, pool.beyond(2), pool.version > version]).toEqual([2, 1, true]);
    pool.remove(1, 3);
    pool.remove(1, 3);
    pool.remove(7, 3);
    expect([pool.size, pool.beyond(2)]).toEqual([1, 0]);
  });

  test("keeps scores beyond all bounds at its ends", () => {
    const pool = createScorePool({ days: 10 });
    pool.add(1, 1e9);
    pool.add(1, -1e9);
    pool.moveTo(2);
    expect([pool.beyond(9.9), pool.beyond(-9.9), pool.beyond(11)]).toEqual([1, 1, 0]);
  });
});
