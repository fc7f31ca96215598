import { describe, expect, test } from "vitest";
import { createExpectations, type Expectations } from "../expectations.js";
import type { ExpectationsSnapshot } from "../expectations-snapshot.js";

const LOAD = { subject: "orders/load", measure: "durationMs" };
const MINUTE_MS = 60_000;

describe("what is expected of a figure", () => {
  test("is the very interval outside of which it is odd, also where people have declared more", () => {
    const declared = [{ ...LOAD, least: 25 * MINUTE_MS, most: 31 * MINUTE_MS }];
    const expectations = createExpectations({ declared, leastDifferenceMs: 120_000 });
    for (let day = 5; day < 31; day += 1) {
      const date = `2026-01-${String(day).padStart(2, "0")}`;
      const value = 30 * MINUTE_MS + day * 100;
      const interval = expectations.expect({ ...LOAD, date })?.interval;
      for (const [end, verdict] of [
        ["low", "too-low"],
        ["high", "too-high"],
      ] as const) {
        const limit = interval?.[end];
        if (limit === undefined) continue;
        const [inside, outside] = end === "low" ? [limit + 1, limit - 1] : [limit - 1, limit + 1];
        const judge = (at: number) =>
          createExpectations({ declared, leastDifferenceMs: 120_000 }, throughJson(expectations)).take({
            ...{ ...LOAD, date, value: at, runId: "asked" },
          })?.verdict;
        expect(judge(outside)).toBe(verdict);
        expect(judge(inside)).toBe("as-expected");
      }
      expectations.take({ ...LOAD, date, value, runId: date });
    }
  });
});

function throughJson(expectations: Expectations): ExpectationsSnapshot {
  return JSON.parse(JSON.stringify(expectations.snapshot()));
}
