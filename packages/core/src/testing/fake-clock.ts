import type { Clock } from "../clock.js";

/** A clock that stands still until it is told otherwise. Waiting moves it at once. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
}

/** Creates a clock that starts at `startMs` and jumps over every wait. */
export function createFakeClock(startMs = Date.UTC(2026, 0, 5, 22)): FakeClock {
  let elapsedMs = 0;
  return {
    now: () => startMs + elapsedMs,
    monotonic: () => elapsedMs,
    async wait(ms, { signal } = {}) {
      signal?.throwIfAborted();
      elapsedMs += ms;
      await new Promise(setImmediate);
      signal?.throwIfAborted();
    },
    advance(ms) {
      elapsedMs += ms;
    },
  };
}
