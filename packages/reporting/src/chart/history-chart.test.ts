import { describe, expect, test } from "vitest";
import { layOutHistory, renderHistoryChart } from "./history-chart.js";

const past = [100_000, 200_000, 150_000].map((elapsedMs) => ({ elapsedMs, isGenerated: false }));

describe("layOutHistory", () => {
  test("goes from the oldest run on the left to this one on the right, from zero up", () => {
    const { points, current, width } = layOutHistory({ past, current: 50_000 });
    const xs = [...points.map(({ x }) => x), current?.x ?? 0];
    expect(xs).toEqual(xs.toSorted((one, other) => one - other));
    expect(xs.at(-1)).toBe(width - 7);
    const heightOf = (y = 0) => 65 - y;
    expect(heightOf(points[0]?.y) / heightOf(points[1]?.y)).toBeCloseTo(0.5, 9);
    expect(heightOf(current?.y) / heightOf(points[1]?.y)).toBeCloseTo(0.25, 9);
  });

  test("keeps an expected interval inside the picture, however wide", () => {
    const { band, height } = layOutHistory({ past, expected: { low: 10_000, typical: 1e6, high: 1e9 } });
    expect(band?.y).toBeGreaterThanOrEqual(0);
    expect((band?.y ?? 0) + (band?.height ?? 0)).toBeLessThanOrEqual(height);
  });

  test("has a place for one run, for none, and for runs that took no time", () => {
    expect(layOutHistory({ past: [] })).toMatchObject({ points: [], current: undefined });
    expect(layOutHistory({ past: [], current: 0 }).current).toEqual({ x: 313, y: 65 });
  });
});

describe("renderHistoryChart", () => {
  test("says what it shows, and marks generated and odd runs by their shape", () => {
    const { markup } = renderHistoryChart({
      title: "Durations of <Load>",
      past: [...past, { elapsedMs: 90_000, isGenerated: true }],
      current: 900_000,
      isOdd: true,
      expected: { low: 80_000, typical: 120_000, high: 180_000 },
    });
    expect(markup).toContain("<title>Durations of &lt;Load&gt;</title>");
    expect(markup).toContain("<desc>4 earlier runs, this run 15 min, expected 1 min 20 s to 3 min.</desc>");
    expect(markup.match(/class="generated"/g)).toHaveLength(1);
    expect(markup.match(/class="real"/g)).toHaveLength(3);
    expect(markup).toContain('<path class="current odd"');
    expect(markup).not.toMatch(/NaN|undefined|false/);
  });
});
