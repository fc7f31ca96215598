import { describe, expect, test } from "vitest";
import type { Figure } from "./figure.js";
import { type PastEvent, replayFigures } from "./replay.js";

const DAY_MS = 86_400_000;
const LOAD = { subject: "orders/load", measure: "durationMs" };

/** Thirty runs of half an hour, of which the twentieth took four times as long. */
const past: readonly PastEvent[] = Array.from({ length: 30 }, (_, run) => {
  const date = new Date(Date.UTC(2026, 0, 5) + run * DAY_MS).toISOString().slice(0, 10);
  const value = (run === 20 ? 7_200_000 : 1_800_000) * (1 + (run % 5) / 50);
  const figure: Figure = { ...LOAD, runId: `run-${run}`, date, value };
  return { figure };
});

describe("replayFigures", () => {
  test("tells what would have been told, and how the promise would have been kept", () => {
    const { odd, report } = replayFigures(past);
    expect(odd.map(({ runId, verdict }) => [runId, verdict])).toEqual([["run-20", "too-high"]]);
    expect(report).toMatchObject({ judged: 29, told: 1, real: 0 });
  });

  test("says the same whenever it is asked, and something else under other options", () => {
    const told = (perSide: number) => JSON.stringify(replayFigures(past, { falseAlarms: { perSide } }).odd);
    expect(told(0.0025)).toBe(told(0.0025));
    expect(JSON.parse(told(1e-15))).toEqual([]);
  });

  test("takes what people said at the time into account", () => {
    const answered: readonly PastEvent[] = [
      ...past.slice(0, 21),
      { answer: { ...LOAD, runId: "run-20", meaning: "real" } },
      ...past.slice(21),
    ];
    expect(replayFigures(answered).report).toMatchObject({ told: 1, real: 1, realised: 0 });
  });
});
