import type { Clock } from "@spm-ops/core";

/** Watches that answers keep coming while any are waited for. */
export interface ProgressWatch {
  asked(): void;
  answered(): void;
  stop(): void;
}

/**
 * Creates a watch that calls `onStall` once, when requests are open and none was answered for `timeoutMs`.
 *
 * Time in which nothing is open does not count, so a slow consumer is no stall.
 */
export function createProgressWatch(clock: Clock, timeoutMs: number, onStall: () => void): ProgressWatch {
  const stopped = new AbortController();
  let open = 0;
  let lastMovedAt = 0;
  let watching = false;

  const watch = async () => {
    watching = true;
    while (open > 0 && !stopped.signal.aborted) {
      const leftMs = lastMovedAt + timeoutMs - clock.monotonic();
      if (leftMs <= 0) {
        stopped.abort();
        onStall();
      } else {
        await clock.wait(leftMs, { signal: stopped.signal }).catch(() => undefined);
      }
    }
    watching = false;
  };

  return {
    asked() {
      open += 1;
      if (open === 1) lastMovedAt = clock.monotonic();
      if (!watching) void watch();
    },
    answered() {
      open -= 1;
      lastMovedAt = clock.monotonic();
    },
    stop: () => stopped.abort(),
  };
}
