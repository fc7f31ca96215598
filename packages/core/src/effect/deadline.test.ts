import { describe, expect, test } from "vitest";
import type { Clock } from "../clock.js";
import { createFakeClock } from "../testing/fake-clock.js";
import { withDeadline } from "./deadline.js";

const never = new AbortController().signal;

/** Work that stops when its signal aborts, and tells what its signal said. */
function heeding(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

/** A clock whose time does not pass. Counts the waits that nobody has ended. */
function createStoppedClock(): Clock & { readonly waiting: () => number } {
  let waiting = 0;
  return {
    now: () => 0,
    monotonic: () => 0,
    waiting: () => waiting,
    async wait(_ms, { signal } = {}) {
      waiting += 1;
      try {
        await heeding(signal ?? never);
      } finally {
        waiting -= 1;
      }
    },
  };
}

describe("withDeadline", () => {
  test("gives the result of work that ends in time, and leaves no timer behind", async () => {
    const clock = createStoppedClock();
    const work = async () => "done";
    expect(await withDeadline(work, "load", { timeoutMs: 1_000 }, { clock, signal: never })).toBe("done");
    expect(clock.waiting()).toBe(0);
  });

  test("sets no limit where none is declared", async () => {
    const clock = createStoppedClock();
    const result = withDeadline(async () => clock.waiting(), "load", {}, { clock, signal: never });
    expect(await result).toBe(0);
  });

  test("aborts work that takes too long, and names it with its limit", async () => {
    const clock = createFakeClock();
    const late = withDeadline(heeding, "load", { timeoutMs: 60_000 }, { clock, signal: never });
    await expect(late).rejects.toMatchObject({
      code: "step.timed-out",
      message: "load took longer than 60000 ms.",
      details: { stepId: "load", timeoutMs: 60_000 },
    });
  });

  test("waits for the work to stop, so that what comes after does not run beside it", async () => {
    const order: string[] = [];
    const work = async (signal: AbortSignal) => {
      await heeding(signal).catch(() => undefined);
      await new Promise(setImmediate);
      order.push("tidied up");
      throw new RangeError("some failure of tidying up");
    };
    const stopping = new AbortController();
    const late = withDeadline(work, "load", {}, { clock: createStoppedClock(), signal: stopping.signal });
    stopping.abort("the service stops");
    await expect(late.finally(() => order.push("went on"))).rejects.toBe("the service stops");
    expect(order).toEqual(["tidied up", "went on"]);
  });

  test("keeps the result of work that ends well although its time was over", async () => {
    const work = async (signal: AbortSignal) => {
      await heeding(signal).catch(() => undefined);
      return "done all the same";
    };
    const clock = createFakeClock();
    const late = withDeadline(work, "load", { timeoutMs: 5 }, { clock, signal: never });
    expect(await late).toBe("done all the same");
  });

  test("leaves work behind that does not heed its signal, after ten seconds", async () => {
    const clock = createFakeClock();
    const deaf = () => new Promise<never>(() => undefined);
    await expect(
      withDeadline(deaf, "load", { timeoutMs: 5 }, { clock, signal: never }),
    ).rejects.toMatchObject({ code: "step.timed-out" });
    expect(clock.monotonic()).toBe(10_005);
  });

  test("lets a failure of the work out unchanged", async () => {
    const failure = new RangeError("odd");
    const clock = createStoppedClock();
    const failing = withDeadline(
      () => Promise.reject(failure),
      "load",
      { timeoutMs: 5 },
      { clock, signal: never },
    );
    await expect(failing).rejects.toBe(failure);
    expect(clock.waiting()).toBe(0);
  });
});
