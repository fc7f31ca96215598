import { describe, expect, test } from "vitest";
import { createTierLimiter } from "./captivateiq-limiter.js";

describe("createTierLimiter", () => {
  test.for([
    ["standard", undefined, 5],
    ["enterprise", undefined, 15],
    ["standard", { requestsPerInterval: 2, intervalMs: 60_000 }, 2],
  ] as const)("lets through what the %s tier allows, limits %j", async ([tier, limits, allowed]) => {
    // As many at once as may be, so that only the rate holds anything back.
    const limiter = createTierLimiter({ tier, limits: { concurrency: 100, intervalMs: 60_000, ...limits } });
    const stops = Array.from({ length: 20 }, () => new AbortController());
    let begun = 0;
    const runs = stops.map(({ signal }) =>
      limiter
        .run(
          async () => {
            begun += 1;
          },
          { signal },
        )
        .catch((reason: unknown) => reason),
    );
    await Promise.all(runs.slice(0, allowed));
    await new Promise(setImmediate);
    expect(begun).toBe(allowed);
    for (const stop of stops) stop.abort("enough");
    expect((await Promise.all(runs)).filter((each) => each === "enough")).toHaveLength(20 - allowed);
  });
});
