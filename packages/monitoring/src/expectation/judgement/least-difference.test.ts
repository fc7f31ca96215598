import { describe, expect, test } from "vitest";
import { toLeastInterval } from "./least-difference.js";

const least = { factor: 1.25, ms: 60_000 };

describe("toLeastInterval", () => {
  test("takes the wider of a factor and, for times, a difference", () => {
    expect(toLeastInterval("durationMs", 100_000, least)).toEqual({ low: 40_000, high: 160_000 });
    expect(toLeastInterval("durationMs", 1_000_000, least)).toEqual({ low: 800_000, high: 1_250_000 });
    expect(toLeastInterval("latenessMs", 10_000, least)).toEqual({ low: 0, high: 70_000 });
  });

  test("knows no difference in time for what is counted", () => {
    expect(toLeastInterval("rowsRead", 100, least)).toEqual({ low: 80, high: 125 });
    expect(toLeastInterval("rowsPerSecond", 10, least)).toEqual({ low: 8, high: 12.5 });
  });
});
