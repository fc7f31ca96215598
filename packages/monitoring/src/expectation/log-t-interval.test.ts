import { array, assert, constantFrom, double, integer, oneof, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { expectInterval } from "./log-t-interval.js";

/** An offset that is nothing beside the figures, so that the factor is that of the formula. */
const NO_OFFSET = 1e-9;

/** Figures around 1,000 whose logarithms have exactly this sample standard deviation. */
function historyWithSpread(runs: number, spread: number): readonly number[] {
  const steps = Array.from({ length: runs }, (_, index) => index - (runs - 1) / 2);
  const deviation = Math.sqrt(steps.reduce((total, step) => total + step ** 2, 0) / Math.max(runs - 1, 1));
  return steps.map((step) => 1_000 * Math.exp(deviation === 0 ? 0 : (step / deviation) * spread));
}

function factorAbove(history: readonly number[]): number {
  const { high = Number.NaN, typical = Number.NaN } =
    expectInterval(history, { offset: NO_OFFSET })?.interval ?? {};
  return high / typical;
}

/** A small generator of random numbers with a seed, and normal ones from it (Box and Muller). */
function createNormal(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

const anyNumber = oneof(
  double(),
  integer(),
  constantFrom(Number.NaN, Infinity, -Infinity, -0, -5, 1e308, 5e-324),
);
const figures = array(double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 40 });

describe("expectInterval", () => {
  test.each([
    [0.1, [7.2, 3.8, 2.9, 2.2, 1.9, 1.7, 1.55, 1.42, 1.35]],
    [0.25, [7.2, 4.3, 3.5, 2.9, 2.5, 2.35, 2.2, 2.1, 2.0]],
    [0.5, [7.2, 6.4, 5.8, 5.3, 4.9, 4.6, 4.4, 4.2, 4.1]],
  ])("with a spread of %d the factor that alerts falls with the runs as tabulated", (spread, factors) => {
    const runs = [1, 2, 3, 5, 8, 12, 20, 50, 200];
    for (const [index, printed] of factors.entries()) {
      const digits = String(printed).split(".")[1]?.length ?? 0;
      const factor = factorAbove(historyWithSpread(runs[index] ?? 0, spread));
      // The table is printed to one digit, or to two where one would hide the difference.
      expect(Math.abs(factor - printed)).toBeLessThanOrEqual(digits === 2 ? 0.026 : 0.051);
    }
  });

  test("agrees with the formula worked out by hand for two runs", () => {
    // ȳ = ln 100; s² = 2 ln²(1.1) / 1; s̃² = (4 · 0.0625 + s²) / 5; t(5; 0.9975) = 4.7733406
    const logarithm = Math.log(1.1);
    const spread = Math.sqrt((4 * 0.0625 + 2 * logarithm ** 2) / 5);
    const factor = Math.exp(4.7733406 * spread * Math.sqrt(1.5));
    const { interval } = expectInterval([110, 100 / 1.1], { offset: NO_OFFSET }) ?? {};
    expect(interval?.typical).toBeCloseTo(100, 6);
    expect(interval?.high).toBeCloseTo(100 * factor, 3);
    expect(interval?.low).toBeCloseTo(100 / factor, 4);
  });

  test("says nothing without a figure", () => {
    expect(expectInterval([])).toBeUndefined();
    expect(expectInterval([Number.NaN, -1, Infinity])).toBeUndefined();
  });

  test("contains the typical figure and is never NaN, whatever the numbers", () => {
    assert(
      property(array(anyNumber, { maxLength: 30 }), (history) => {
        const { interval } = expectInterval(history) ?? {};
        if (interval === undefined) return;
        for (const limit of Object.values(interval)) expect(Number.isFinite(limit)).toBe(true);
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.low).toBeLessThanOrEqual(interval.typical);
        expect(interval.typical).toBeLessThanOrEqual(interval.high);
      }),
    );
  });

  test("narrows with every further run that is the same", () => {
    assert(
      property(double({ min: 1, max: 1e9, noNaN: true }), integer({ min: 1, max: 60 }), (figure, runs) => {
        const fewer = expectInterval(Array.from({ length: runs }, () => figure))?.interval;
        const more = expectInterval(Array.from({ length: runs + 1 }, () => figure))?.interval;
        expect(more?.high).toBeLessThan(fewer?.high ?? 0);
        expect(more?.low).toBeGreaterThanOrEqual(fewer?.low ?? Infinity);
      }),
    );
  });

  test("does not depend on the unit", () => {
    assert(
      property(figures, double({ min: 1e-3, max: 1e3, noNaN: true }), (history, scale) => {
        const plain = expectInterval(history)?.interval;
        const scaled = expectInterval(
          history.map((figure) => figure * scale),
          { offset: scale },
        )?.interval;
        for (const limit of ["low", "typical", "high"] as const) {
          const expected = (plain?.[limit] ?? Number.NaN) * scale;
          expect(Math.abs((scaled?.[limit] ?? Number.NaN) - expected)).toBeLessThanOrEqual(
            (expected + scale) * 1e-9,
          );
        }
      }),
    );
  });

  test("calls few normal runs odd, from the third on", () => {
    const normal = createNormal(20_260_105);
    const figure = () => 60_000 * Math.exp(0.25 * normal());
    const rounds = 4_000;
    for (const runs of [3, 5, 10, 30]) {
      let outside = 0;
      for (let round = 0; round < rounds; round += 1) {
        const history = Array.from({ length: runs }, figure);
        const { low = 0, high = 0 } = expectInterval(history, { offset: 500 })?.interval ?? {};
        const next = figure();
        if (next < low || next > high) outside += 1;
      }
      // Promised are 5 in 1,000; the moderated variance keeps well below that while there are few runs.
      expect(outside / rounds).toBeLessThanOrEqual(0.0075);
      if (runs === 30) expect(outside / rounds).toBeGreaterThanOrEqual(0.001);
    }
  });

  test("refuses options that cannot work", () => {
    for (const options of [
      { falseAlarmsPerSide: 0 },
      { falseAlarmsPerSide: 0.5 },
      { falseAlarmsPerSide: Number.NaN },
      { offset: 0 },
      { priorSpread: -1 },
      { priorRuns: Infinity },
    ]) {
      expect(() => expectInterval([1], options)).toThrow(RangeError);
    }
  });
});
