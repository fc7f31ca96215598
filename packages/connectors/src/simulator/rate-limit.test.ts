import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { openRateWindow } from "./rate-limit.js";

describe("openRateWindow", () => {
  test("takes no more than so many in any stretch of that length, wherever it begins", async () => {
    const clock = createFakeClock();
    const window = openRateWindow({ requests: 2, windowMs: 1_000 }, clock);
    expect(window.take()).toBeUndefined();
    await clock.advance(900);
    expect(window.take()).toBeUndefined();
    expect(window.take()).toBe(100);
    await clock.advance(100);
    expect(window.take()).toBeUndefined();
    expect(window.take()).toBe(900);
  });

  test("does not count what it refused", () => {
    const clock = createFakeClock();
    const window = openRateWindow({ requests: 1, windowMs: 1_000 }, clock);
    window.take();
    for (let at = 0; at < 5; at += 1) expect(window.take()).toBe(1_000);
  });
});
