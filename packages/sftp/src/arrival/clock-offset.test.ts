import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimateClockOffset } from "./clock-offset.js";
import type { Observation } from "./observation.js";
import { createSiteClockWatch } from "./site-clock.js";

const HOUR_MS = 3_600_000;

/** A write at `at` by our clock, seen by looks 5 s apart, on a site that is ahead by `offsetMs` and tells whole seconds. */
const write = (at: number, offsetMs: number, sinceLookMs = 2_000) => ({
  afterAt: at - sinceLookMs,
  beforeAt: at - sinceLookMs + 5_000,
  modifiedAt: Math.floor((at + offsetMs) / 1_000) * 1_000,
});

describe("estimateClockOffset", () => {
  test("knows nothing without a write", () => {
    expect(estimateClockOffset([])).toBeUndefined();
  });

  test("always holds the true offset of an honest site, and grows sharper with every write", () => {
    const looks = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: -9 * HOUR_MS, max: 9 * HOUR_MS }), looks, (offsetMs, sinceLooks) => {
        const writes = sinceLooks.map((sinceMs, n) => write(1e12 + n * 7_123, offsetMs, sinceMs));
        const estimate = estimateClockOffset(writes);
        expect(estimate?.writes).toBe(writes.length);
        expect(Math.abs((estimate?.offsetMs ?? Number.NaN) - offsetMs)).toBeLessThanOrEqual(
          (estimate?.uncertaintyMs ?? 0) + 1,
        );
        expect(estimate?.uncertaintyMs).toBeLessThanOrEqual(3_000);
      }),
    );
  });

  test("is not misled by a sender that sets the times of its files", () => {
    const honest = [write(1e12, -3 * HOUR_MS, 100), write(1e12 + 9_000, -3 * HOUR_MS, 4_900)];
    const preserved = { afterAt: 1e12, beforeAt: 1e12 + 5_000, modifiedAt: 1e12 - 90 * HOUR_MS };
    const estimate = estimateClockOffset([preserved, ...honest]);
    expect(Math.abs((estimate?.offsetMs ?? 0) + 3 * HOUR_MS)).toBeLessThan(1_000);
    expect(estimate?.writes).toBe(2);
  });
});

describe("createSiteClockWatch", () => {
  const observation = (sizeBytes: number, modifiedAt: number): Observation => ({
    file: { path: "/inbox/a", kind: "file", sizeBytes, modifiedAt },
    name: "a",
    temporary: false,
    feeds: [0],
    sinceMs: 0,
    sinceLook: 1,
    changed: false,
  });
  const seen = { afterAt: 1e12, beforeAt: 1e12 + 1_000 };

  test("takes the site's clock for ours until it has seen a file grow", () => {
    const watch = createSiteClockWatch();
    expect(watch.get().earliestAt(5)).toBe(5);
    expect(watch.get().words).toBe("not measured, and taken as equal to ours");
    const before = observation(1, 1e12 - HOUR_MS - 5_000);
    const after = observation(2, 1e12 - HOUR_MS);
    watch.learn({ appeared: [], changed: [{ before, after }], gone: [] }, seen);
    expect(watch.get().earliestAt(1e12)).toBe(1e12 - HOUR_MS - 1_000);
    expect(watch.get().words).toBe("1 h behind ours, within 1 s, estimated from one write");
  });

  test("learns nothing from a file that was replaced by a smaller one or got an older time", () => {
    const watch = createSiteClockWatch();
    const pairs = [
      { before: observation(9, 1e12 - 5_000), after: observation(2, 1e12) },
      { before: observation(1, 1e12 - 5_000), after: observation(2, 1e12 - 9_000) },
    ];
    watch.learn({ appeared: [], changed: pairs, gone: [] }, seen);
    expect(watch.get().words).toContain("not measured");
  });

  test("sees from a file in our future that the site is ahead, and believes what was measured", () => {
    const watch = createSiteClockWatch();
    watch.learn({ appeared: [observation(1, 1e12 + 61_000)], changed: [], gone: [] }, seen);
    expect(watch.get().words).toBe("not measured, and taken as 1 min ahead of ours");
    expect(createSiteClockWatch(-5_000).get().words).toBe("as measured, 5 s behind ours");
  });
});
