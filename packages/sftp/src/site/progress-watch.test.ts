import type { Clock } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { createProgressWatch } from "./progress-watch.js";

/** A clock whose waits end when the test says so. */
function createHeldClock() {
  let nowMs = 0;
  let wake: () => void = () => undefined;
  const clock: Clock = {
    now: () => nowMs,
    monotonic: () => nowMs,
    wait: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  };
  const advanceTo = async (ms: number) => {
    nowMs = ms;
    wake();
    await new Promise(setImmediate);
  };
  return { clock, advanceTo };
}

describe("createProgressWatch", () => {
  test("tells a stall once, when nothing is answered for the whole time", async () => {
    const { clock, advanceTo } = createHeldClock();
    let stalls = 0;
    const watch = createProgressWatch(clock, 100, () => {
      stalls += 1;
    });
    watch.asked();
    await advanceTo(99);
    expect(stalls).toBe(0);
    await advanceTo(100);
    await advanceTo(1_000);
    expect(stalls).toBe(1);
  });

  test("is content as long as answers come, however long the whole takes", async () => {
    const { clock, advanceTo } = createHeldClock();
    let stalls = 0;
    const watch = createProgressWatch(clock, 100, () => {
      stalls += 1;
    });
    watch.asked();
    watch.asked();
    for (let ms = 90; ms <= 900; ms += 90) {
      await advanceTo(ms);
      watch.asked();
      watch.answered();
    }
    expect(stalls).toBe(0);
    await advanceTo(1_000);
    expect(stalls).toBe(1);
  });

  test("does not count the time in which nothing is asked, nor after it was stopped", async () => {
    const { clock, advanceTo } = createHeldClock();
    let stalls = 0;
    const watch = createProgressWatch(clock, 100, () => {
      stalls += 1;
    });
    watch.asked();
    watch.answered();
    await advanceTo(5_000);
    watch.asked();
    await advanceTo(5_099);
    expect(stalls).toBe(0);
    watch.stop();
    await advanceTo(9_000);
    expect(stalls).toBe(0);
  });
});
