import { type Clock, isRetryable, isSpmError, systemClock } from "@spm-ops/core";
import type { Outcome, Poll } from "./outcome.js";
import type { ConnectorCall, Handle, SpmConnector } from "./spm-connector.js";

/** How often to look at a job. */
export interface PollingPolicy {
  /**
   * From `afterMs` of waiting on, look every `everyMs`; in rising order of `afterMs`, the first from 0.
   *
   * @defaultValue every second, after 10 s every 10 s, after 60 s every 60 s
   */
  readonly intervals?: readonly PollingInterval[] | undefined;
  /** Looks in a row that may fail before the failure comes out; one good look starts the count anew. @defaultValue 30 */
  readonly toleratedFailures?: number | undefined;
}

export interface PollingInterval {
  readonly afterMs: number;
  readonly everyMs: number;
}

export interface WaitCall extends ConnectorCall {
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Told after each look that succeeded. */
  readonly onPoll?: ((poll: Poll) => void) | undefined;
}

const INTERVALS: readonly PollingInterval[] = [
  { afterMs: 0, everyMs: 1_000 },
  { afterMs: 10_000, everyMs: 10_000 },
  { afterMs: 60_000, everyMs: 60_000 },
];

/**
 * Waits until a job has ended, however it ended. Has no limit of its own: abort it, or give the step a timeout.
 *
 * Only failures that another look may mend are tolerated; a vendor that names its own wait is waited for that long.
 */
export async function waitForOutcome(
  connector: Pick<SpmConnector, "poll">,
  handle: Handle,
  { intervals = INTERVALS, toleratedFailures = 30 }: PollingPolicy = {},
  { clock = systemClock, signal, onPoll }: WaitCall = {},
): Promise<Outcome> {
  const startedAt = clock.monotonic();
  let failures = 0;
  for (;;) {
    let waitMs = intervalAt(clock.monotonic() - startedAt, intervals);
    try {
      const poll = await connector.poll(handle, { signal });
      onPoll?.(poll);
      if (poll.state === "finished") return poll.outcome;
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!isRetryable(error) || failures > toleratedFailures) throw error;
      if (isSpmError(error, "remote.throttled")) waitMs = Math.max(waitMs, error.details.retryAfterMs ?? 0);
    }
    await clock.wait(waitMs, { signal });
  }
}

function intervalAt(elapsedMs: number, intervals: readonly PollingInterval[]): number {
  const interval = intervals.findLast(({ afterMs }) => afterMs <= elapsedMs);
  if (interval === undefined)
    throw new RangeError("A polling policy needs an interval that begins after 0 ms.");
  return interval.everyMs;
}
