import { type Clock, isSpmError, systemClock } from "@spm-ops/core";
import { z } from "zod";
import type { Look, Probe, ProbeCall } from "./probe.js";

/** What every probe is declared with. */
export interface ProbeTiming {
  /** Lower-case words joined by `-`. */
  readonly id: string;
  readonly title: string;
  /** How long a look may take in all; after it the look tells `down`. @defaultValue 10_000 */
  readonly timeoutMs?: number | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

export const probeTiming = {
  id: z
    .string()
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "lower-case words joined by -, beginning with a letter"),
  title: z.string().min(1),
  timeoutMs: z.number().positive().default(10_000),
  clock: z.custom<Clock>().default(() => systemClock),
};

/** What a look found, before it is timed. */
export type Found = Omit<Look, "checkedAt" | "latencyMs">;

/**
 * Makes a probe of a question: it takes the time, ends the wait when the time is up, and turns every failure into a look.
 *
 * The other side is given up after the limit even when the question goes on in spite of its signal.
 */
export function createTimedProbe(
  timing: Required<{ [Key in keyof ProbeTiming]: Exclude<ProbeTiming[Key], undefined> }>,
  ask: (signal: AbortSignal) => Promise<Found>,
): Probe {
  const { id, title, timeoutMs, clock } = timing;
  return {
    id,
    title,
    async look({ signal }: ProbeCall = {}) {
      signal?.throwIfAborted();
      const checkedAt = clock.now();
      const begun = clock.monotonic();
      const ending = new AbortController();
      const both = signal === undefined ? ending.signal : AbortSignal.any([signal, ending.signal]);
      const limit = clock.wait(timeoutMs, { signal: both }).then(
        (): Found => ({ state: "down", detail: `no answer within ${timeoutMs} ms` }),
        (): Found => ({ state: "unknown", detail: "the look was given up" }),
      );
      try {
        const answer = ask(both).catch(toFound);
        const found = await Promise.race([answer, limit]);
        signal?.throwIfAborted();
        return { ...found, checkedAt, latencyMs: clock.monotonic() - begun };
      } finally {
        ending.abort();
      }
    },
  };
}

/** What a failure says of the other side: `unknown` where it is ours. */
export function toFound(error: unknown): Found {
  if (isSpmError(error, "config.invalid", "secret.missing", "operation.unsupported", "remote.throttled"))
    return { state: "unknown", detail: `it could not be asked: ${error.message}` };
  return { state: "down", detail: toReason(error) };
}

/** The innermost message of a failure: that of `fetch failed` is in its cause. */
function toReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return toReason(error.errors[0]);
  if (error.cause instanceof Error && !isSpmError(error)) return toReason(error.cause);
  return error.message === "" ? error.name : error.message;
}
