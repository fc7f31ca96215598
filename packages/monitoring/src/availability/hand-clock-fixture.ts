import type { Clock } from "@spm-ops/core";

/** A clock that stands still until the test moves it on, and then ends the waits whose time has come. */
export interface HandClock extends Clock {
  moveOn(ms: number): void;
  /** Moves on, and lets what follows from it happen. */
  pass(ms: number): Promise<void>;
}

export function createHandClock(startMs = 0): HandClock {
  let now = startMs;
  const waits = new Set<{ readonly until: number; readonly end: () => void }>();
  const moveOn = (ms: number) => {
    now += ms;
    for (const { until, end } of waits) if (until <= now) end();
  };
  return {
    now: () => now,
    monotonic: () => now,
    moveOn,
    async pass(ms) {
      moveOn(ms);
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    },
    wait: (ms, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        if (ms <= 0) return resolve();
        const stop = () => void (waits.delete(entry) && reject(signal?.reason));
        const end = () => {
          waits.delete(entry);
          signal?.removeEventListener("abort", stop);
          resolve();
        };
        const entry = { until: now + ms, end };
        waits.add(entry);
        signal?.addEventListener("abort", stop, { once: true });
      }),
  };
}
