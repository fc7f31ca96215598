import { assert, double, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { toDurationTicks } from "./duration-ticks.js";

describe("toDurationTicks", () => {
  test.each([
    [0, [0]],
    [4, [0, 1, 2, 3, 4]],
    [95_000, [0, 30_000, 60_000, 90_000]],
    [600_000, [0, 120_000, 240_000, 360_000, 480_000, 600_000]],
    [5 * 86_400_000, [0, 1, 2, 3, 4, 5].map((days) => days * 86_400_000)],
  ])("marks %d ms at round distances", (longestMs, ticks) => {
    expect(toDurationTicks(longestMs)).toEqual(ticks);
  });

  test("gives any duration a few marks", () => {
    assert(
      property(double({ min: 0, max: 1e12, noNaN: true }), (longestMs) => {
        const ticks = toDurationTicks(longestMs);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks.at(-1)).toBeLessThanOrEqual(longestMs);
        if (longestMs >= 1) expect(ticks.length).toBeGreaterThanOrEqual(2);
      }),
    );
  });
});
