import { type Clock, isSpmError, type SpmError } from "@spm-ops/core";

/** Looks in a row that led to nothing. With the waits between them they take about half a minute. */
const MOST_FRUITLESS = 8;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** Failures after which only another look tells what lies where. */
const LOOK_TELLS = [
  "remote.unknown",
  "remote.unavailable",
  "remote.throttled",
  "file.exists",
  "file.not-found",
  "file.changed",
] as const;

/** The outcome of something, or the failure after which only another look helps. Other failures come out. */
export async function attempt<Result>(
  operation: () => Promise<Result>,
): Promise<{ readonly result?: Result; readonly failure?: SpmError }> {
  try {
    return { result: await operation() };
  } catch (error) {
    if (!isSpmError(error, ...LOOK_TELLS)) throw error;
    return { failure: error };
  }
}

/** How long looks that lead to nothing are borne. */
export interface Patience {
  /** Whether it is over: there were too many such looks in a row. */
  readonly isOver: boolean;
  /** Waits longer each time. */
  wait(): Promise<void>;
  /** Something happened. */
  renew(): void;
}

export function createPatience(clock: Clock, signal: AbortSignal | undefined): Patience {
  let fruitless = 0;
  return {
    get isOver() {
      return fruitless > MOST_FRUITLESS;
    },
    async wait() {
      fruitless += 1;
      await clock.wait(Math.min(FIRST_WAIT_MS * 2 ** (fruitless - 1), LONGEST_WAIT_MS), { signal });
    },
    renew() {
      fruitless = 0;
    },
  };
}
