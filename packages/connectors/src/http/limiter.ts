import PQueue from "p-queue";

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

/** Requests sent in time may arrive a little closer together; an interval is kept longer by this part of it. */
const SLACK = 0.05;

/**
 * Creates a limiter. A request counts from when it is sent until its answer begins.
 *
 * The limit holds for every stretch of that length, wherever it begins, as a server may count in either way.
 */
export function createLimiter({
  concurrency = 4,
  requestsPerInterval,
  intervalMs = 1_000,
}: LimiterOptions = {}): Limiter {
  const queue = new PQueue({
    concurrency,
    ...(requestsPerInterval !== undefined && {
      intervalCap: requestsPerInterval,
      interval: intervalMs * (1 + SLACK),
      strict: true,
    }),
  });
  return {
    run: (operation, { signal } = {}) => queue.add(operation, signal === undefined ? {} : { signal }),
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
