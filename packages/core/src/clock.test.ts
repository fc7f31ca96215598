import { describe, expect, test } from "vitest";
import { systemClock } from "./clock.js";

describe("systemClock", () => {
  test("rejects with the signal's own reason, whatever it is, before the wait and during it", async () => {
    const abort = new AbortController();
    const waiting = systemClock.wait(60_000, { signal: abort.signal });
    abort.abort("the service stops");
    await expect(waiting).rejects.toBe("the service stops");
    await expect(systemClock.wait(0, { signal: abort.signal })).rejects.toBe("the service stops");
  });

  test("waits longer than a timer can hold", async () => {
    const abort = new AbortController();
    const month = systemClock.wait(2 ** 31 + 5, { signal: abort.signal });
    const first = await Promise.race([
      month.then(() => "a month"),
      systemClock.wait(20).then(() => "a moment"),
    ]);
    abort.abort(new RangeError("enough"));
    expect(first).toBe("a moment");
    await expect(month).rejects.toThrow("enough");
  });

  test("has a time of day, and an elapsed time that never goes back", async () => {
    const [day, begun] = [systemClock.now(), systemClock.monotonic()];
    await systemClock.wait(1);
    expect(day).toBeGreaterThan(Date.UTC(2025, 0, 1));
    expect(systemClock.monotonic()).toBeGreaterThan(begun);
  });
});
