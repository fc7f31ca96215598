/** Time comes in from outside, so that rules about it can be tried in no time. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. May jump; say when, never how long. */
  now(): number;
  /** Milliseconds from an arbitrary start within this process. Never goes back; use it for elapsed times. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's own reason when it aborts. */
  wait(ms: number, options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
}

/** A longer wait than a timer holds (about 24.8 days) is made of several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async wait(ms, { signal } = {}) {
    signal?.throwIfAborted();
    for (let left = ms; left > 0; left -= LONGEST_TIMER_MS) {
      await pause(Math.min(left, LONGEST_TIMER_MS), signal);
    }
  },
};

/** Unlike that of `node:timers/promises`, an end before time costs no error of its own. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** Does work once all that is under way in this turn of the event loop has come to rest. */
export function atEndOfTurn(work: () => void): void {
  setImmediate(work);
}
