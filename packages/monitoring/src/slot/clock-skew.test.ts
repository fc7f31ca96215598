import { isSpmError } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ClockPair, judgeClock, toClockSymptom } from "./clock-skew.js";

/** Messages of a clock that is so far behind, each so long under way. */
function pairs(behindMs: number, transportMs: readonly number[], startMs = 0): readonly ClockPair[] {
  return transportMs.map((underWayMs, index) => {
    const sentMs = startMs + index * 60_000;
    return { clientMs: sentMs - behindMs, serverMs: sentMs + underWayMs };
  });
}

const TRANSPORT = [40, 55, 40, 9_000_000, 60, 45, 40, 3_600_000, 50];

describe("judgeClock", () => {
  test.each([60_000, -60_000, 0])(
    "finds a clock that is %i ms behind, whatever a few messages took",
    (behindMs) => {
      const found = judgeClock(pairs(behindMs, TRANSPORT), { leastTransportMs: 40 });
      expect(Math.abs((found?.offsetMs ?? Infinity) - behindMs)).toBeLessThanOrEqual(20);
      expect(found?.isOff).toBe(behindMs !== 0);
      expect(found?.spreadMs).toBeLessThan(60);
    },
  );

  test("says nothing with too few pairs, and is not misled by what is no moment", () => {
    expect(judgeClock(pairs(60_000, [1, 1, 1, 1]))).toBeUndefined();
    const none = { clientMs: Number.NaN, serverMs: 5 };
    expect(judgeClock([...pairs(0, [1, 1, 1, 1]), none])).toBeUndefined();
  });

  test("tells of a clock once, when it goes off, and when it is right again", () => {
    const right = pairs(0, new Array(30).fill(50));
    const off = pairs(120_000, new Array(30).fill(50), 3_600_000);
    const again = pairs(0, new Array(30).fill(50), 7_200_000);
    const wentOff = judgeClock([...right, ...off]);
    expect(wentOff).toMatchObject({ isOff: true, sinceMs: 3_600_000 + 10 * 60_000 + 50 });
    expect(judgeClock([...right, ...off].slice(0, 50))?.sinceMs).toBe(wentOff?.sinceMs);
    const wellAgain = judgeClock([...right, ...off, ...again]);
    expect(wellAgain).toMatchObject({ isOff: false, sinceMs: 7_200_000 + 10 * 60_000 + 50 });
    if (wentOff === undefined || wellAgain === undefined) throw new TypeError("a standing");
    expect(toClockSymptom("loader", wentOff)).toMatchObject({ key: "clock:loader", state: "raised" });
    expect(toClockSymptom("loader", wentOff).explanation).toContain("120 s behind");
    expect(toClockSymptom("loader", wellAgain).state).toBe("cleared");
  });

  test("tells of a clock at the bound once", () => {
    const wavering = [31_000, 29_000, 31_000, 29_000].flatMap((behindMs, index) =>
      pairs(behindMs, new Array(21).fill(0), index * 3_600_000),
    );
    expect(judgeClock(wavering)).toMatchObject({ isOff: true });
    expect(judgeClock(wavering)?.sinceMs).toBeLessThan(3_600_000);
  });

  test("tells of a clock at the bound once, also where only the latest pairs are kept", () => {
    const wavering = Array.from({ length: 12 }, (_, index) =>
      pairs(index % 2 === 0 ? 31_000 : 28_000, new Array(21).fill(0), index * 3_600_000),
    ).flat();
    const since = (isRemembered: boolean) => {
      const told = new Set<number | undefined>();
      let before: ReturnType<typeof judgeClock>;
      for (let end = 30; end <= wavering.length; end += 3) {
        before = judgeClock(wavering.slice(end - 30, end), {}, isRemembered ? before : undefined);
        if (before?.isOff === true) told.add(before.sinceMs);
      }
      return told.size;
    };
    expect(since(true)).toBe(1);
    expect(since(false)).toBeGreaterThan(1);
  });

  test("does not depend on order or repetition", () => {
    const known = pairs(45_000, TRANSPORT);
    const shuffled = fc.shuffledSubarray([...known, ...known], { minLength: known.length * 2 });
    fc.assert(
      fc.property(shuffled, (some) => {
        expect(judgeClock(some)).toEqual(judgeClock(known));
      }),
      { numRuns: 50 },
    );
  });

  test("refuses a policy that cannot be", () => {
    const refused = () => judgeClock([], { window: 3, atLeast: 9 });
    expect(refused).toThrow(expect.toSatisfy((error) => isSpmError(error, "config.invalid")));
  });
});
