import { describe, expect, test } from "vitest";
import { createLimiter, joinLimiters } from "./limiter.js";

describe("createLimiter", () => {
  test("lets no more through at once than it should, in the order in which they came", async () => {
    const limiter = createLimiter({ concurrency: 2 });
    let under = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        limiter.run(async () => {
          order.push(at);
          under += 1;
          most = Math.max(most, under);
          await new Promise(setImmediate);
          under -= 1;
        }),
      ),
    );
    expect(most).toBe(2);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test("begins no more in an interval than it should", async () => {
    const limiter = createLimiter({ requestsPerInterval: 3, intervalMs: 60_000 });
    let begun = 0;
    const begin = async () => {
      begun += 1;
    };
    const stop = new AbortController();
    const runs = Array.from({ length: 5 }, () => limiter.run(begin, { signal: stop.signal }));
    await Promise.all(runs.slice(0, 3));
    await new Promise(setImmediate);
    expect(begun).toBe(3);
    stop.abort("enough");
    expect(await Promise.allSettled(runs.slice(3))).toEqual([
      { status: "rejected", reason: "enough" },
      { status: "rejected", reason: "enough" },
    ]);
  });

  test("keeps the limit in every stretch of time, also across the ends of intervals", async () => {
    const limiter = createLimiter({ concurrency: 10, requestsPerInterval: 3, intervalMs: 40 });
    const begun: number[] = [];
    const begin = async () => void begun.push(performance.now());
    await limiter.run(begin);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await Promise.all(Array.from({ length: 9 }, () => limiter.run(begin)));
    const stretches = begun.slice(3).map((time, at) => time - (begun[at] ?? 0));
    expect(stretches).toHaveLength(7);
    for (const stretch of stretches) expect(stretch).toBeGreaterThanOrEqual(39);
  });
});

describe("joinLimiters", () => {
  test("lets through what all of them let through, in order, and gives up waiting on an abort", async () => {
    const hourly = createLimiter({ concurrency: 100, requestsPerInterval: 3, intervalMs: 3_600_000 });
    const joined = joinLimiters(hourly, createLimiter({ concurrency: 2 }));
    const stop = new AbortController();
    const order: number[] = [];
    let under = 0;
    let most = 0;
    const runs = Array.from({ length: 5 }, (_, at) =>
      joined.run(
        async () => {
          order.push(at);
          under += 1;
          most = Math.max(most, under);
          await new Promise(setImmediate);
          under -= 1;
          return at;
        },
        { signal: stop.signal },
      ),
    );
    expect(await Promise.all(runs.slice(0, 3))).toEqual([0, 1, 2]);
    expect([most, order]).toEqual([2, [0, 1, 2]]);
    stop.abort("enough");
    expect(await Promise.allSettled(runs.slice(3))).toEqual([
      { status: "rejected", reason: "enough" },
      { status: "rejected", reason: "enough" },
    ]);
  });
});
