import pRetry from "p-retry";
import { type Clock, systemClock } from "./clock.js";
import { isSpmError } from "./spm-error.js";

/** How often something is tried, and how long to wait between tries. */
export interface RetryPolicy {
  /** Tries in all, the first included. @defaultValue 1 */
  readonly attempts?: number | undefined;
  /** Wait before the second try; it doubles with each further one. @defaultValue 1_000 */
  readonly delayMs?: number | undefined;
  /** The longest wait. @defaultValue 60_000 */
  readonly maxDelayMs?: number | undefined;
}

export interface RetryCall {
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether a failure is worth another try. @defaultValue isRetryable */
  readonly retryIf?: ((error: unknown) => boolean) | undefined;
  /** Told before each wait, with the attempt that failed (from 1). */
  readonly onRetry?: ((error: unknown, attempt: number) => void | Promise<void>) | undefined;
}

/** Whether another attempt may help: only failures that say so, never an unclassified one. */
export function isRetryable(error: unknown): boolean {
  return isSpmError(error) && error.retryable;
}

/**
 * Tries an operation as often as its policy allows, while its failure says that another try may help.
 *
 * A `remote.throttled` failure that names its own wait is waited for at least that long. The last failure comes out
 * unchanged; an abort rejects with the signal's own reason. All waiting is done by the clock.
 */
export async function retry<Result>(
  operation: (attempt: number) => Promise<Result>,
  { attempts = 1, delayMs = 1_000, maxDelayMs = 60_000 }: RetryPolicy = {},
  { clock = systemClock, signal, retryIf = isRetryable, onRetry }: RetryCall = {},
): Promise<Result> {
  signal?.throwIfAborted();
  try {
    if (attempts === 1) return await operation(1);
    return await pRetry(operation, {
      retries: attempts - 1,
      minTimeout: 0,
      ...(signal === undefined ? {} : { signal }),
      shouldRetry: ({ error }) => retryIf(error),
      onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
        if (retriesLeft === 0 || !retryIf(error)) return;
        await onRetry?.(error, attemptNumber);
        const backoffMs = Math.min(delayMs * 2 ** (attemptNumber - 1), maxDelayMs);
        await clock.wait(Math.max(backoffMs, namedWaitMs(error)), { signal });
      },
    });
  } catch (error) {
    // A reason that is no Error comes out of p-retry as another one.
    signal?.throwIfAborted();
    throw error;
  }
}

function namedWaitMs(error: unknown): number {
  return isSpmError(error, "remote.throttled") ? (error.details.retryAfterMs ?? 0) : 0;
}
