import { array, assert, constantFrom, double, property, record, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { renderTimingChart } from "./timing-chart.js";
import { layOutTimings, type Timing } from "./timing-geometry.js";

function timing(changes: Partial<Timing> = {}): Timing {
  return { label: "Load", begunMs: 0, startMs: 0, elapsedMs: 60_000, mark: "as-expected", ...changes };
}

describe("layOutTimings", () => {
  test("places bars in proportion to time", () => {
    const { rows, plot, ticks } = layOutTimings([
      timing({ elapsedMs: 300_000 }),
      timing({ startMs: 300_000, begunMs: 300_000, elapsedMs: 300_000 }),
    ]);
    const half = (plot.right - plot.left) / 2;
    expect(rows.map(({ bar }) => bar)).toEqual([
      { x: plot.left, width: half },
      { x: plot.left + half, width: half },
    ]);
    expect(ticks.map(({ label }) => label)).toEqual(["0", "2 min", "4 min", "6 min", "8 min", "10 min"]);
    expect(rows.map(({ earlier }) => earlier)).toEqual([undefined, undefined]);
  });

  test("keeps the shortest step visible beside the longest", () => {
    const { rows } = layOutTimings([timing({ elapsedMs: 1 }), timing({ elapsedMs: 36_000_000 })]);
    expect(rows[0]?.bar.width).toBe(2);
  });

  test("shows an interval up to a quarter beyond the run, then cuts it", () => {
    const expected = { low: 30_000, typical: 60_000, high: 400_000 };
    const [wide] = layOutTimings([timing({ expected })]).rows;
    expect(wide?.band).toMatchObject({ isCut: true });
    const [narrow] = layOutTimings([timing({ expected: { ...expected, high: 70_000 } })]).rows;
    expect(narrow?.band).toMatchObject({ isCut: false });
  });

  test("shows the attempts before the one that settled the step", () => {
    const [row] = layOutTimings([timing({ begunMs: 0, startMs: 30_000, elapsedMs: 30_000 })]).rows;
    expect(row?.earlier?.width).toBeCloseTo(row?.bar.width ?? 0, 6);
  });

  test("stays inside the picture, whatever the times", () => {
    const time = double({ min: 0, max: 1e13, noNaN: true });
    const anyTiming = record({
      label: string({ maxLength: 200 }),
      begunMs: time,
      startMs: time,
      elapsedMs: time,
      expected: record({ low: time, typical: time, high: time }),
      mark: constantFrom("as-expected", "failed"),
    });
    assert(
      property(array(anyTiming, { maxLength: 12 }), (timings) => {
        const { rows, plot } = layOutTimings(timings);
        for (const { bar, band, label } of rows) {
          expect([...label].length).toBeLessThanOrEqual(30);
          for (const box of [bar, band]) {
            expect(box?.x).toBeGreaterThanOrEqual(plot.left);
            expect((box?.x ?? Number.NaN) + (box?.width ?? Number.NaN)).toBeLessThanOrEqual(
              plot.right + 2.001,
            );
          }
        }
      }),
    );
  });
});

describe("renderTimingChart", () => {
  const chart = { title: "Steps", description: "Six minutes in all", timings: [timing()] };

  test("is a picture with a title and a description", () => {
    const { markup } = renderTimingChart(chart);
    expect(markup).toContain('role="img"');
    expect(markup).toContain("<title>Steps</title>");
    expect(markup).toContain("<desc>Six minutes in all</desc>");
  });

  test("says each verdict in words and by a shape of its own", () => {
    const marks = [
      "as-expected",
      "too-high",
      "too-low",
      "learning",
      "failed",
      "in-doubt",
      "running",
    ] as const;
    const shapes = marks.map((mark) => {
      const { markup } = renderTimingChart({ ...chart, timings: [timing({ mark })] });
      return /<g class="mark"[^>]*>(.*?)<\/g>/.exec(markup)?.[1];
    });
    expect(new Set(shapes).size).toBe(marks.length);
    expect(renderTimingChart({ ...chart, timings: [timing({ mark: "too-low" })] }).markup).toContain(
      "shorter than expected",
    );
  });

  test("escapes names, and cuts long ones but keeps them in the title", () => {
    const label = `<b>${"long ".repeat(20)}`;
    const { markup } = renderTimingChart({ ...chart, timings: [timing({ label })] });
    expect(markup).not.toContain("<b>");
    expect(markup).toContain(`<title>&lt;b&gt;${"long ".repeat(20)}: 1 min, as expected</title>`);
    expect(markup).toMatch(/<text class="label"[^>]*>&lt;b&gt;[long ]*…<\/text>/);
  });

  test("draws a run without steps", () => {
    expect(renderTimingChart({ ...chart, timings: [] }).markup).not.toMatch(/NaN|undefined|false/);
  });
});
