import type { Clock } from "../clock.js";

/** A clock that stands still until it is moved on; who waits goes on when its moment has come. */
export interface SteppedClock extends Clock {
  /** Moves on to a moment, and has all waits end that are over by then. */
  moveTo(moment: string): void;
}

export function createSteppedClock(start: string): SteppedClock {
  const startMs = Date.parse(start);
  let now = startMs;
  const waits = new Set<{ readonly untilMs: number; end(): void }>();
  return {
    now: () => now,
    monotonic: () => now - startMs,
    wait: (ms, { signal } = {}) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const abort = () => {
          waits.delete(wait);
          reject(signal?.reason);
        };
        const wait = {
          untilMs: now + ms,
          end: () => {
            signal?.removeEventListener("abort", abort);
            resolve();
          },
        };
        if (ms <= 0) return resolve();
        signal?.addEventListener("abort", abort, { once: true });
        waits.add(wait);
      }),
    moveTo(moment) {
      now = Date.parse(moment);
      for (const wait of waits) {
        if (wait.untilMs > now) continue;
        waits.delete(wait);
        wait.end();
      }
    },
  };
}
