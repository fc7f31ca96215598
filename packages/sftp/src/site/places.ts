import { type Clock, SpmError } from "@spm-ops/core";
import PQueue from "p-queue";

/** A number of places that are taken and given back. */
export interface Places {
  /** Takes one, in the order of asking; what comes back gives it back, also when it is called twice. */
  take(signal?: AbortSignal): Promise<() => void>;
}

export interface PlacesOptions {
  readonly most: number;
  /** The longest wait for one, in milliseconds; then SpmError `remote.unavailable`. */
  readonly patienceMs: number;
  /** What the places are for, in words: `connections to sftp.client.example:22`. */
  readonly what: string;
}

export function createPlaces({ most, patienceMs, what }: PlacesOptions, clock: Clock): Places {
  const queue = new PQueue({ concurrency: most });
  const tooLong = () =>
    new SpmError("remote.unavailable", `All ${most} ${what} were in use for ${patienceMs} ms.`, {
      operation: "wait",
    });
  return {
    async take(signal) {
      signal?.throwIfAborted();
      const waiting = new AbortController();
      const over = new AbortController();
      signal?.addEventListener("abort", () => waiting.abort(signal.reason), { signal: over.signal });
      if (queue.pending >= most) {
        clock.wait(patienceMs, { signal: over.signal }).then(
          () => waiting.abort(tooLong()),
          () => undefined,
        );
      }
      return new Promise<() => void>((resolve, reject) => {
        const hold = () =>
          new Promise<void>((leave) => {
            // From here on nothing but its holder ends it.
            over.abort();
            resolve(leave);
          });
        queue.add(hold, { signal: waiting.signal }).catch((error: unknown) => {
          over.abort();
          reject(error);
        });
      });
    },
  };
}
