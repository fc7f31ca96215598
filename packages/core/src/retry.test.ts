import { describe, expect, test } from "vitest";
import { type RetryCall, type RetryPolicy, retry } from "./retry.js";
import { SpmError } from "./spm-error.js";
import { createFakeClock } from "./testing/fake-clock.js";

const down = () => new SpmError("remote.unavailable", "Nobody answers.", { operation: "login" });
const throttled = (retryAfterMs?: number) =>
  new SpmError("remote.throttled", "Too many requests.", { retryAfterMs });

/** Fails with each failure in turn, then succeeds; tells at which time of the clock each try was made. */
function trying(failures: readonly unknown[], policy?: RetryPolicy, call: RetryCall = {}) {
  const clock = createFakeClock();
  const triedAt: number[] = [];
  const result = retry(
    async (attempt) => {
      triedAt.push(clock.monotonic());
      const failure = failures[attempt - 1];
      if (failure !== undefined) throw failure;
      return attempt;
    },
    policy,
    { clock, ...call },
  );
  return { result, triedAt };
}

describe("retry", () => {
  test("tries once without a policy, and lets the failure out unchanged", async () => {
    const failure = down();
    const { result, triedAt } = trying([failure]);
    await expect(result).rejects.toBe(failure);
    expect(triedAt).toEqual([0]);
  });

  test("gives up with the last failure when its attempts are used up", async () => {
    const last = down();
    const { result, triedAt } = trying([down(), down(), last], { attempts: 3 });
    await expect(result).rejects.toBe(last);
    expect(triedAt).toHaveLength(3);
  });

  test("doubles the wait with each try, up to the longest", async () => {
    const policy = { attempts: 6, delayMs: 100, maxDelayMs: 500 };
    const { result, triedAt } = trying([down(), down(), down(), down(), down()], policy);
    expect(await result).toBe(6);
    expect(triedAt).toEqual([0, 100, 300, 700, 1_200, 1_700]);
  });

  test("waits as long as the other side asked for, even beyond its own longest wait", async () => {
    const policy = { attempts: 4, delayMs: 1_000, maxDelayMs: 2_000 };
    const { result, triedAt } = trying([throttled(90_000), throttled(0), throttled()], policy);
    expect(await result).toBe(4);
    expect(triedAt).toEqual([0, 90_000, 92_000, 94_000]);
  });

  test.each([
    ["an error that nobody classified", new TypeError("odd")],
    ["a failure that another try cannot help", new SpmError("auth.rejected", "No.", { status: 401 })],
    ["a lost answer to a write", new SpmError("remote.unknown", "Lost.", { operation: "start" })],
  ])("never tries again after %s", async (_what, failure) => {
    const { result, triedAt } = trying([failure], { attempts: 5 });
    await expect(result).rejects.toBe(failure);
    expect(triedAt).toHaveLength(1);
  });

  test("goes by the caller's own rule where there is one", async () => {
    const odd = new RangeError("odd");
    const { result } = trying([odd], { attempts: 2 }, { retryIf: (error) => error === odd });
    expect(await result).toBe(2);
    await expect(trying([down()], { attempts: 2 }, { retryIf: () => false }).result).rejects.toThrow(
      "Nobody",
    );
  });

  test("tells of each failure that is tried again, and not of the last", async () => {
    const told: (readonly [unknown, number])[] = [];
    const failures = [down(), down(), down()];
    const onRetry = (error: unknown, attempt: number) => void told.push([error, attempt]);
    await expect(trying(failures, { attempts: 3 }, { onRetry }).result).rejects.toThrow();
    expect(told).toEqual([
      [failures[0], 1],
      [failures[1], 2],
    ]);
  });

  test.each([new RangeError("stop"), "stop"])("rejects with the signal's own reason: %s", async (reason) => {
    const abort = new AbortController();
    const onRetry = () => abort.abort(reason);
    const { result, triedAt } = trying([down()], { attempts: 3 }, { signal: abort.signal, onRetry });
    await expect(result).rejects.toBe(reason);
    const late = trying([], { attempts: 3 }, { signal: abort.signal });
    await expect(late.result).rejects.toBe(reason);
    expect([triedAt.length, late.triedAt.length]).toEqual([1, 0]);
  });

  test("rejects with the signal's own reason when the operation does", async () => {
    const abort = new AbortController();
    const stopped = retry(
      async () => {
        abort.abort("stop");
        abort.signal.throwIfAborted();
      },
      { attempts: 2 },
      { signal: abort.signal },
    );
    await expect(stopped).rejects.toBe("stop");
  });
});
