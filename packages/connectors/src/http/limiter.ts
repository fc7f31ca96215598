import { type Clock, systemClock } from "@spm-ops/core";
import PQueue from "p-queue";
import { untilAborted } from "./until-aborted.js";

/** How much a credential may ask at once and over time. */
export interface LimiterOptions {
  /** Requests under way at once. @defaultValue 4 */
  readonly concurrency?: number | undefined;
  /** Requests begun in any interval, wherever one begins to look. @defaultValue no limit */
  readonly requestsPerInterval?: number | undefined;
  /** @defaultValue 1_000 */
  readonly intervalMs?: number | undefined;
}

/** Lets requests through one after another, in the order in which they came. Share one among the users of a credential. */
export interface Limiter {
  /** Rejects with the signal's own reason when it aborts, also while waiting for its turn. */
  run<Result>(
    operation: () => Promise<Result>,
    call?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Result>;
}

/**
 * Creates a limiter. Of those under way at once, a request counts from when it is sent until its answer begins.
 *
 * Each of the requests that an interval allows has a turn, which comes free one interval after the answer began: only
 * then it is certain, however long the line was, that the other side counts no more of them in any such stretch of time.
 */
export function createLimiter(
  { concurrency = 4, requestsPerInterval, intervalMs = 1_000 }: LimiterOptions = {},
  clock: Clock = systemClock,
): Limiter {
  const queue = new PQueue({ concurrency });
  const atOnce: Limiter = {
    run: (operation, { signal } = {}) => queue.add(operation, signal === undefined ? {} : { signal }),
  };
  if (requestsPerInterval === undefined) return atOnce;
  return joinLimiters(createTurns({ turns: requestsPerInterval, intervalMs, clock }), atOnce);
}

interface TurnOptions {
  readonly turns: number;
  readonly intervalMs: number;
  readonly clock: Clock;
}

/** Timers may be a little early. */
const TIMER_SLACK_MS = 5;

/** Turns go round: each request takes the one whose request came longest ago, and waits until that was answered. */
function createTurns({ turns, intervalMs, clock }: TurnOptions): Limiter {
  const answered: Promise<number>[] = Array.from({ length: turns }, () => Promise.resolve(-Infinity));
  let next = 0;
  return {
    async run(operation, { signal } = {}) {
      const before = answered[next] ?? Promise.resolve(-Infinity);
      let end: (answeredAt: number | Promise<number>) => void = () => undefined;
      answered[next] = new Promise<number>((resolve) => {
        end = resolve;
      });
      next = (next + 1) % turns;
      try {
        const freeAt = (await untilAborted(before, signal)) + intervalMs + TIMER_SLACK_MS;
        await clock.wait(Math.max(0, freeAt - clock.monotonic()), { signal });
      } catch (error) {
        // Nothing was sent, so whoever has the turn next waits for the request before.
        end(before);
        throw error;
      }
      try {
        return await operation();
      } finally {
        end(clock.monotonic());
      }
    },
  };
}

/**
 * Creates a limiter that lets a request through when each of the given ones does, in this order: for vendors who count
 * over several intervals. Put the longest interval first, so that who waits for it takes no turn of the others.
 */
export function joinLimiters(...limiters: readonly Limiter[]): Limiter {
  return {
    run: (operation, call) =>
      limiters.reduceRight<typeof operation>((inner, limiter) => () => limiter.run(inner, call), operation)(),
  };
}
