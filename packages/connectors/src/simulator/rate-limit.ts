import type { Clock } from "@spm-ops/core";

/** How many requests an application takes in any stretch of time. */
export interface RateLimit {
  readonly requests: number;
  /** @defaultValue 1_000 */
  readonly windowMs?: number | undefined;
}

/** A sliding window over the requests that were taken. Those that were refused do not count. */
export interface RateWindow {
  /** Nothing when the request is taken; else the milliseconds after which one would be. */
  take(): number | undefined;
}

/** Begins to count. */
export function openRateWindow({ requests, windowMs = 1_000 }: RateLimit, clock: Clock): RateWindow {
  const taken: number[] = [];
  return {
    take() {
      const now = clock.monotonic();
      while (taken[0] !== undefined && now - taken[0] >= windowMs) taken.shift();
      const [oldest] = taken;
      if (taken.length >= requests && oldest !== undefined) return windowMs - (now - oldest);
      taken.push(now);
      return undefined;
    },
  };
}
