import { describe, expect, test } from "vitest";
import { normalQuantile, normalUpperTail } from "../../statistics/normal.js";
import { createSeededRandom } from "../../statistics/seeded-random.js";
import { type Calibration, createCalibration } from "./calibration.js";
import { toCalibrationGroup } from "./calibration-group.js";

const GROUP = toCalibrationGroup({ kind: "duration", isMonthEnd: false, runs: 100 });

/** A calibration that has seen so many scores of noise that is so much wider than the model says. */
function experienced(count: number, wider: number, group = GROUP): Calibration {
  const calibration = createCalibration();
  const random = createSeededRandom(3);
  for (let at = 0; at < count; at += 1) {
    const score = wider * normalQuantile(random.uniform());
    if (Math.abs(score) < 4.5) calibration.add({ day: at % 50, group, score });
  }
  calibration.moveTo(60);
  return calibration;
}

describe("createCalibration", () => {
  test("says what the model says until it has seen a thousand scores", () => {
    const chance = experienced(900, 1.5).chanceOf(GROUP, 3);
    expect(chance).toEqual({ chance: normalUpperTail(3), basis: "model" });
  });

  test.each([1, 1.4])("finds the true chances of noise that is %d times as wide", (wider) => {
    const calibration = experienced(40_000, wider);
    for (const distance of [1, 2, 3]) {
      const truth = normalUpperTail(distance);
      for (const side of [1, -1]) {
        const { chance, basis } = calibration.chanceOf(GROUP, side * distance * wider);
        expect(basis).toBe("fleet");
        expect(chance / truth).toBeGreaterThan(0.6);
        expect(chance / truth).toBeLessThan(1.7);
      }
    }
  });

  test("gives the scores of a chance on both sides, which have that chance", () => {
    const calibration = experienced(40_000, 1.4);
    for (const chance of [0.05, 0.005, 0.0005]) {
      const { low, high } = calibration.limitsOf(GROUP, chance);
      expect(low).toBeLessThan(0);
      expect(high).toBeGreaterThan(0);
      for (const score of [low, high])
        expect(calibration.chanceOf(GROUP, score).chance / chance).toBeCloseTo(1, 2);
    }
  });

  test("falls back on what is less particular, and never mixes kinds", () => {
    const calibration = experienced(5_000, 1.4);
    const closing = toCalibrationGroup({ kind: "duration", isMonthEnd: true, runs: 3 });
    const volume = toCalibrationGroup({ kind: "volume", isMonthEnd: false, runs: 100 });
    expect(calibration.chanceOf(closing, 3).basis).toBe("fleet");
    expect(calibration.chanceOf(volume, 3).basis).toBe("model");
  });

  test("takes back a score that was no normal one", () => {
    const calibration = experienced(2_000, 1);
    const before = calibration.chanceOf(GROUP, 4.2).chance;
    const odd = { day: 10, group: GROUP, score: 4.4 };
    for (let at = 0; at < 50; at += 1) calibration.add(odd);
    expect(calibration.chanceOf(GROUP, 4.2).chance).toBeGreaterThan(2 * before);
    for (let at = 0; at < 50; at += 1) calibration.remove(odd);
    expect(calibration.chanceOf(GROUP, 4.2).chance).toBeCloseTo(before, 10);
  });
});
