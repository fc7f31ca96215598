import { systemClock } from "@spm-ops/core";

/** A signal that aborts with the caller's, or when a request as a whole has taken too long. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Stops the watch. */
  end(): void;
}

/** Starts a deadline. Sockets live in real time, whatever clock the rules are given. */
export function startDeadline(timeoutMs: number, signal?: AbortSignal): Deadline {
  const request = new AbortController();
  const watch = new AbortController();
  const abort = () => request.abort(signal?.reason);
  if (signal?.aborted) abort();
  else signal?.addEventListener("abort", abort, { once: true });
  systemClock.wait(timeoutMs, { signal: watch.signal }).then(
    () => request.abort(new DOMException(`No end after ${timeoutMs} ms`, "TimeoutError")),
    () => undefined,
  );
  return {
    signal: request.signal,
    end() {
      signal?.removeEventListener("abort", abort);
      watch.abort();
    },
  };
}
