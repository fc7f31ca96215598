import { isSpmError } from "@spm-ops/core";
import { array, assert, constantFrom, double, oneof, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { normalQuantile } from "../statistics/normal.js";
import { createSeededRandom } from "../statistics/seeded-random.js";
import type { ExpectationOptions } from "./expectation-options.js";
import { createExpectations, type Expectations } from "./expectations.js";
import type { ExplainedJudgement } from "./judgement/explained-judgement.js";

const LOAD = { subject: "orders/load", measure: "durationMs" };
const ROWS = { subject: "orders/load", measure: "rowsRead" };
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Working days from the first Monday of 2026 on. */
function dateOf(run: number): string {
  const day = Math.floor(run / 5) * 7 + (run % 5);
  return new Date(Date.UTC(2026, 0, 5) + day * DAY_MS).toISOString().slice(0, 10);
}

/** Expectations that have seen so many usual runs, and what they said of each. */
function afterRuns(
  count: number,
  usual: (run: number) => number = () => 30 * MINUTE_MS,
  options: ExpectationOptions & { readonly name?: typeof LOAD } = {},
): { readonly expectations: Expectations; readonly said: readonly (ExplainedJudgement | undefined)[] } {
  const { name = LOAD, ...rest } = options;
  const expectations = createExpectations(rest);
  const random = createSeededRandom(11);
  const said = Array.from({ length: count }, (_, run) => {
    const value = Math.round(usual(run) * Math.exp(0.1 * normalQuantile(random.uniform())));
    return expectations.take({ ...name, runId: `run-${run}`, date: dateOf(run), value });
  });
  return { expectations, said };
}

/** The verdict on one more run. */
function verdictOn(expectations: Expectations, run: number, value: number, name = LOAD) {
  return expectations.take({ ...name, runId: "one more", date: dateOf(run), value })?.verdict;
}

describe("the expectations of an environment", () => {
  test("say something from the second run on, and how sure it is", () => {
    const { said } = afterRuns(2);
    expect(said.map((judgement) => judgement?.verdict)).toEqual(["learning", "as-expected"]);
    expect(said[0]?.explanation).toContain("no earlier run");
    expect(said[1]).toMatchObject({ runs: 1, basis: "model", promise: 0.0025 });
    expect(said[1]?.expected?.high).toBeGreaterThan(5 * (said[1]?.expected?.typical ?? 0));
  });

  test.each([1, 3, 10, 60])("tell far too long and far too soon after %d runs", (runs) => {
    expect(verdictOn(afterRuns(runs).expectations, runs, 900 * MINUTE_MS)).toBe("too-high");
    expect(verdictOn(afterRuns(runs).expectations, runs, 1 * MINUTE_MS)).toBe("too-low");
    expect(verdictOn(afterRuns(runs).expectations, runs, 33 * MINUTE_MS)).toBe("as-expected");
  });

  test("say what was expected then, however late somebody asks", () => {
    const coming = { ...LOAD, date: dateOf(30), rowsGiven: 10 };
    const [early, late] = [afterRuns(30).expectations, afterRuns(30).expectations].map((expectations) => {
      const expected = expectations.expect(coming);
      return { expectations, expected, said: expectations.take({ ...coming, runId: "x", value: 9_000_000 }) };
    });
    const before = JSON.stringify([early?.said, early?.expected?.predictive.valueAt(2)]);
    for (let run = 31; run < 60; run += 1) verdictOn(late?.expectations ?? createExpectations(), run, 60_000);
    expect(JSON.stringify([late?.said, late?.expected?.predictive.valueAt(2)])).toBe(before);
    expect(before).toContain("30 earlier runs say");
  });

  test("are not blinded by one odd run", () => {
    const { expectations } = afterRuns(30);
    expect(verdictOn(expectations, 30, 300 * MINUTE_MS)).toBe("too-high");
    expect(verdictOn(expectations, 31, 300 * MINUTE_MS)).toBe("too-high");
    expect(verdictOn(expectations, 32, 30 * MINUTE_MS)).toBe("as-expected");
  });

  test("follow a new level after a few runs, and at once when it was announced", () => {
    const surprised = afterRuns(60, (run) => (run < 40 ? 30 : 75) * MINUTE_MS).said.slice(40);
    const odd = surprised.filter((judgement) => judgement?.verdict === "too-high").length;
    expect(odd).toBeGreaterThan(0);
    expect(odd).toBeLessThan(6);
    const { expectations } = afterRuns(40);
    expectations.announceChange(LOAD);
    expect(verdictOn(expectations, 40, 75 * MINUTE_MS)).toBe("as-expected");
    expect(verdictOn(expectations, 41, 75 * MINUTE_MS)).toBe("as-expected");
  });

  test("learn what the end of a month does, and say it in the explanation", () => {
    const isClosing = (run: number) => dateOf(run).slice(0, 7) !== dateOf(run + 1).slice(0, 7);
    const { expectations } = afterRuns(150, (run) => (isClosing(run) ? 90 : 30) * MINUTE_MS);
    const closing = expectations.take({
      ...LOAD,
      runId: "closing",
      date: "2026-08-31",
      value: 95 * MINUTE_MS,
    });
    expect(closing?.verdict).toBe("as-expected");
    expect(closing?.explanation).toMatch(/base 3[01] min.* × last working day of the period [23]\.\d\d/);
    const usual = expectations.take({ ...LOAD, runId: "usual", date: "2026-08-19", value: 95 * MINUTE_MS });
    expect(usual?.verdict).toBe("too-high");
  });

  test("take more rows for a reason to last longer", () => {
    const expectations = createExpectations();
    const random = createSeededRandom(3);
    const take = (run: number, rows: number, minutes: number) =>
      expectations.take({
        ...{ ...LOAD, runId: `run-${run}`, date: dateOf(run) },
        ...{ rowsGiven: rows, value: minutes * MINUTE_MS * Math.exp(0.1 * normalQuantile(random.uniform())) },
      });
    for (let run = 0; run < 80; run += 1) {
      const rows = 10_000 * Math.exp(normalQuantile(random.uniform()));
      take(run, rows, rows / 1_000);
    }
    expect(take(80, 80_000, 80)?.verdict).toBe("as-expected");
    expect(take(81, 10_000, 80)?.verdict).toBe("too-high");
    expect(take(82, 80_000, 10)?.verdict).toBe("too-low");
  });
});

describe("rules that are not statistics", () => {
  test("an empty delivery is told where there never was one, unless it may be", () => {
    const name = { ...ROWS };
    expect(verdictOn(afterRuns(3, () => 20, { name }).expectations, 3, 0, ROWS)).toBe("too-low");
    const declared = [{ ...ROWS, mayBeEmpty: true }];
    const { expectations } = afterRuns(4, () => 2, { name, declared });
    expect(expectations.take({ ...ROWS, runId: "empty", date: dateOf(4), value: 0 })?.rule).toBeUndefined();
  });

  test("declared bounds hold from the first run on", () => {
    const verdict = (value: number) =>
      verdictOn(createExpectations({ declared: [{ ...LOAD, least: 1_000, most: 60_000 }] }), 0, value);
    expect([500, 1_000, 60_000, 61_000].map(verdict)).toEqual([
      "too-low",
      "learning",
      "learning",
      "too-high",
    ]);
  });

  test("a declared typical figure is an expectation before the first run", () => {
    const expectations = createExpectations({ declared: [{ ...LOAD, typical: 30 * MINUTE_MS }] });
    expect(expectations.expect({ ...LOAD, date: dateOf(0) })?.interval.typical).toBeCloseTo(
      30 * MINUTE_MS,
      -3,
    );
    expect(verdictOn(expectations, 0, 1)).toBe("too-low");
  });

  test("all that is declared wrongly is refused at once", () => {
    const wrong = {
      falseAlarms: { perSide: 0.7 },
      leastFactor: 0.5,
      closing: "year",
      declared: [
        { ...LOAD, least: 5, most: 3 },
        { ...LOAD, typical: -1 },
      ],
      zone: "Atlantis",
    } as const;
    let issues: readonly string[] = [];
    try {
      // @ts-expect-error several of these are no options at all
      createExpectations(wrong);
    } catch (error) {
      if (isSpmError(error, "config.invalid")) issues = error.details.issues;
    }
    for (const part of ["falseAlarms", "leastFactor", "closing", "declared.0", "declared.1", "zone"]) {
      expect(issues.join("\n")).toContain(part);
    }
  });
});

describe("bad input", () => {
  test("is never an exception and never no number, and what is no figure is not judged", () => {
    const values = oneof(double(), constantFrom(0, 1, -1, 1e300, Number.NaN, Number.POSITIVE_INFINITY, 1e-9));
    const figures = array(
      record({
        measure: constantFrom("durationMs", "rowsRead", "latenessMs", "rowsPerSecond"),
        run: constantFrom(0, 1, 2, 3, 40, 39, 400, 7),
        value: values,
        rowsGiven: oneof(constantFrom(undefined, 0, 5, 1e12)),
        end: constantFrom("finished", "cut-off", undefined),
        kind: constantFrom("scheduled", "ad-hoc", "re-run", "backfill", undefined),
      }),
      { maxLength: 60 },
    );
    assert(
      property(figures, (all) => {
        const expectations = createExpectations();
        for (const { run, ...figure } of all) {
          const said = expectations.take({
            ...figure,
            subject: "any",
            runId: String(run),
            date: dateOf(run),
          });
          expect(said === undefined).toBe(
            !(figure.value >= 0 && figure.value < Infinity) || figure.end === "cut-off",
          );
          expect(JSON.stringify(said) ?? "").not.toMatch(/null|NaN/);
          expect(said?.explanation ?? "").not.toMatch(/NaN|undefined|Infinity/);
        }
      }),
    );
  });

  test("a run that was cut off is not judged, and teaches that it would have lasted longer", () => {
    const { expectations } = afterRuns(20);
    const before = expectations.expect({ ...LOAD, date: dateOf(20) })?.interval.typical ?? 0;
    const cut = { ...LOAD, date: dateOf(20), end: "cut-off" as const };
    expect(expectations.take({ ...cut, runId: "early", value: 1_000 })).toBeUndefined();
    expect(expectations.expect({ ...LOAD, date: dateOf(20) })?.interval.typical).toBe(before);
    expect(expectations.take({ ...cut, runId: "late", value: 45 * MINUTE_MS })).toBeUndefined();
    expect(expectations.expect({ ...LOAD, date: dateOf(20) })?.interval.typical).toBeGreaterThan(before);
  });

  test("a date that is none is the caller's mistake", () => {
    const figure = { ...LOAD, runId: "one", date: "yesterday", value: 1 };
    expect(() => createExpectations().take(figure)).toThrow(RangeError);
  });

  test("an answer about an unknown run changes nothing", () => {
    const { expectations } = afterRuns(5);
    const before = expectations.report();
    expectations.answer({ ...LOAD, runId: "never was", meaning: "real" });
    expectations.answer({ subject: "nobody", measure: "bytes", runId: "x", meaning: "from-now-on" });
    expect(expectations.report()).toEqual(before);
  });
});

describe("answers", () => {
  const odd = { ...LOAD, runId: "odd", date: dateOf(40), value: 75 * MINUTE_MS };
  const answered = (meaning: "real" | "this-once" | "days-like-this" | "from-now-on") => {
    const { expectations } = afterRuns(40);
    expect(expectations.take(odd)?.verdict).toBe("too-high");
    expectations.answer({ ...LOAD, runId: "odd", meaning });
    return expectations;
  };
  const typical = (expectations: Expectations, date: string) =>
    (expectations.expect({ ...LOAD, date })?.interval.typical ?? 0) / MINUTE_MS;

  test("what was wrong teaches nothing and counts as no false alarm", () => {
    const { expectations } = afterRuns(40);
    const before = typical(expectations, dateOf(41));
    const real = answered("real");
    expect(typical(real, dateOf(41))).toBeCloseTo(before, 9);
    expect(real.report()).toMatchObject({ told: 1, real: 1, realised: 0 });
    expect(answered("this-once").report()).toMatchObject({ told: 1, real: 0 });
  });

  test("what is so from now on is expected at once", () => {
    const expectations = answered("from-now-on");
    expect(typical(expectations, dateOf(41))).toBeGreaterThan(55);
    expect(verdictOn(expectations, 41, 75 * MINUTE_MS)).toBe("as-expected");
  });

  test("what is so on days like that is expected on them more than on others", () => {
    const expectations = answered("days-like-this");
    const weekLater = typical(expectations, dateOf(45)) / typical(expectations, dateOf(46));
    expect(weekLater).toBeGreaterThan(1);
    expect(typical(expectations, dateOf(46))).toBeLessThan(typical(answered("from-now-on"), dateOf(46)));
  });

  test("a late answer changes what was learned from the runs after it, too", () => {
    const late = afterRuns(40).expectations;
    late.take(odd);
    for (let run = 41; run < 50; run += 1) verdictOn(late, run, 75 * MINUTE_MS);
    const { expectations: without } = afterRuns(40);
    for (let run = 41; run < 50; run += 1) verdictOn(without, run, 75 * MINUTE_MS);
    expect(typical(late, dateOf(50))).not.toBe(typical(without, dateOf(50)));
    late.answer({ ...LOAD, runId: "odd", meaning: "real" });
    expect(typical(late, dateOf(50))).toBeCloseTo(typical(without, dateOf(50)), 9);
  });
});
