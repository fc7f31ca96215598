import type { FileStat } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSettled, type Observation, type Observations, observe } from "./observation.js";

const NONE: Observations = new Map();

const file = (sizeBytes: number, modifiedAt = 1_000): FileStat => ({
  path: "/inbox/orders.csv",
  kind: "file",
  sizeBytes,
  modifiedAt,
});

function watch(
  looks: readonly (readonly [nowMs: number, listing: readonly FileStat[]])[],
): Observation | undefined {
  return looks
    .reduce((known, [nowMs, listing]) => observe(known, listing, nowMs), NONE)
    .get("/inbox/orders.csv");
}

function settled(observation: Observation | undefined, nowMs: number, settleMs: number): boolean {
  return observation !== undefined && isSettled(observation, nowMs, settleMs);
}

describe("observe", () => {
  test("counts the looks at an unchanged file from the first on", () => {
    expect(
      watch([
        [0, [file(5)]],
        [10, [file(5)]],
        [20, [file(5)]],
      ]),
    ).toEqual({
      file: file(5),
      sinceMs: 0,
      looks: 3,
      changed: false,
    });
  });

  test("begins anew when the size or the time changes", () => {
    expect(
      watch([
        [0, [file(5)]],
        [10, [file(6)]],
      ]),
    ).toMatchObject({ sinceMs: 10, looks: 1, changed: true });
    expect(
      watch([
        [0, [file(5)]],
        [10, [file(5, 2_000)]],
      ]),
    ).toMatchObject({ sinceMs: 10, looks: 1, changed: true });
  });

  test("begins anew when a file was gone in between", () => {
    expect(
      watch([
        [0, [file(5)]],
        [10, []],
        [20, [file(5)]],
      ]),
    ).toMatchObject({ sinceMs: 20, looks: 1 });
  });

  test("leaves what it was given untouched", () => {
    const before = observe(NONE, [file(5)], 0);
    observe(before, [file(6)], 10);
    expect(before.get("/inbox/orders.csv")).toMatchObject({ looks: 1, sinceMs: 0 });
  });
});

describe("isSettled", () => {
  test("needs two looks even when no time has to pass", () => {
    expect(settled(watch([[0, [file(5)]]]), 0, 0)).toBe(false);
    expect(
      settled(
        watch([
          [0, [file(5)]],
          [0, [file(5)]],
        ]),
        0,
        0,
      ),
    ).toBe(true);
  });

  test("needs the time between the looks, not the time of the file", () => {
    const fresh = watch([
      [0, [file(5, 1)]],
      [59_999, [file(5, 1)]],
    ]);
    expect(settled(fresh, 59_999, 60_000)).toBe(false);
    expect(settled(fresh, 60_000, 60_000)).toBe(true);
  });

  test("is never true of a file that changed within the settling time", () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 2 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(sizes, (steps) => {
        let nowMs = 0;
        const looks = steps.map(([gapMs, size]): readonly [number, readonly FileStat[]] => {
          nowMs += gapMs;
          return [nowMs, [file(size)]];
        });
        const within = looks.filter(([atMs]) => atMs > nowMs - 60);
        const sizesWithin = new Set(within.map(([, [seen]]) => seen?.sizeBytes));
        expect(settled(watch(looks), nowMs, 60) && sizesWithin.size > 1).toBe(false);
      }),
    );
  });
});
