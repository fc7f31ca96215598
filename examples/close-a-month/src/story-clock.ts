import type { Clock } from "@spm-ops/core";

/** A clock that the story moves, so that days pass in no time. */
export interface StoryClock extends Clock {
  moveTo(instantMs: number): void;
}

export function createStoryClock(startMs: number): StoryClock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    monotonic: () => nowMs,
    // Nothing in this story waits for the clock but the renewal of claims, which is not needed in no time.
    wait: (_ms, { signal } = {}) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
    moveTo: (instantMs) => {
      nowMs = instantMs;
    },
  };
}
