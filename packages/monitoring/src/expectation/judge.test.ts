import { array, assert, constantFrom, double, oneof, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "./judge.js";

const subject = "orders/load";
const nightly = [240_000, 255_000, 247_000, 262_000, 238_000, 251_000, 249_000, 244_000];

function judgeDuration(value: number | undefined, history: readonly (number | undefined)[] = nightly) {
  return judge({ subject, measure: "durationMs", value, history });
}

describe("judge", () => {
  test("finds what takes too long, and what is over too soon", () => {
    expect(judgeDuration(900_000)).toMatchObject({ verdict: "too-high", runs: 8 });
    expect(judgeDuration(45_000)).toMatchObject({ verdict: "too-low", runs: 8 });
    expect(judgeDuration(270_000)).toMatchObject({ verdict: "as-expected", runs: 8 });
  });

  test("explains itself in one sentence with every figure that the verdict rests on", () => {
    expect(judgeDuration(725_000)?.explanation).toBe(
      "Duration 12 min 5 s is 2.9 times the typical 4 min 8 s; expected 2 min 21 s to 7 min 18 s from " +
        "8 earlier runs, above which a normal run lies 1 time in 400.",
    );
    expect(judgeDuration(45_000)?.explanation).toContain("below which a normal run lies 1 time in 400.");
    expect(judgeDuration(250_000)?.explanation).toContain("outside which a normal run lies 1 time in 200.");
  });

  test("names rows, bytes and a chance of one's own in their units", () => {
    const rows = judge(
      { subject, measure: "rowsRead", value: 12, history: [48_210, 50_102, 49_377] },
      { falseAlarmsPerSide: 0.0005 },
    );
    expect(rows).toMatchObject({ verdict: "too-low" });
    expect(rows?.explanation).toMatch(
      /^Rows read 12 is 0\.00024 times the typical 49,223; .*1 time in 2,000\.$/,
    );
    const bytes = judge({ subject, measure: "bytes", value: 2_500_000, history: [2_400_000] });
    expect(bytes?.explanation).toMatch(
      /^Bytes 2\.5 MB is 1 times the typical 2\.4 MB; .* from 1 earlier run, /,
    );
  });

  test("judges from the first past run on, and is learning only before it", () => {
    expect(judgeDuration(250_000, [])).toMatchObject({ verdict: "learning", runs: 0, expected: undefined });
    expect(judgeDuration(250_000, [])?.explanation).toBe(
      "Duration 4 min 10 s; there is no earlier run to compare with yet.",
    );
    expect(judgeDuration(2_500_000, [250_000])).toMatchObject({ verdict: "too-high", runs: 1 });
    expect(judgeDuration(1_250_000, [250_000])).toMatchObject({ verdict: "as-expected", runs: 1 });
  });

  test("leaves out what is no figure, and says so", () => {
    const judgement = judgeDuration(250_000, [undefined, 250_000, Number.NaN, -3, 240_000]);
    expect(judgement).toMatchObject({ verdict: "as-expected", runs: 2 });
    expect(judgement?.explanation).toContain("2 earlier runs (3 more left out without a usable figure), ");
    expect(judgeDuration(Number.NaN)).toBeUndefined();
    expect(judgeDuration(-1)).toBeUndefined();
    expect(judgeDuration(undefined)).toBeUndefined();
  });

  test("says that a past anomaly was set aside", () => {
    expect(judgeDuration(250_000, [...nightly, 9_000_000])?.explanation).toContain(
      "8 earlier runs (1 more set aside as anomalous), ",
    );
  });

  test("takes zero as a figure like any other", () => {
    const rejected = (value: number) =>
      judge({ subject, measure: "rowsRejected", value, history: [0, 0, 0, 0] });
    expect(rejected(0)?.verdict).toBe("as-expected");
    expect(rejected(0)?.explanation).toContain("Rows rejected 0 is equal to the typical 0;");
    expect(rejected(40)?.verdict).toBe("too-high");
    expect(rejected(40)?.explanation).toContain("Rows rejected 40 is more than the typical 0;");
  });

  test("forgets what is older than the newest runs that count", () => {
    const history = [...Array.from({ length: 80 }, () => 10), ...Array.from({ length: 60 }, () => 1_000)];
    expect(judge({ subject, measure: "files", value: 1_000, history })).toMatchObject({
      verdict: "as-expected",
      runs: 60,
    });
    expect(judge({ subject, measure: "files", value: 10, history }, { newestRuns: 5 })).toMatchObject({
      verdict: "too-low",
      runs: 5,
    });
  });

  test("never throws and never says NaN, whatever the figures", () => {
    const anyFigure = oneof(double(), constantFrom(undefined, 0, Number.NaN, -1, 1e308, Infinity));
    assert(
      property(anyFigure, array(anyFigure, { maxLength: 20 }), (value, history) => {
        const judgement = judge({ subject, measure: "durationMs", value, history });
        expect(JSON.stringify(judgement) ?? "").not.toMatch(/NaN|null/);
      }),
    );
  });

  test("refuses a policy that cannot work", () => {
    expect(() => judge({ subject, measure: "bytes", value: 1, history: [] }, { newestRuns: 0 })).toThrow(
      RangeError,
    );
    expect(() => judge({ subject, measure: "bytes", value: 1, history: [] }, { priorRuns: 0 })).toThrow(
      RangeError,
    );
  });
});
