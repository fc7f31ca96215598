import { type Clock, systemClock } from "../clock.js";
import type { StreamId } from "../log/event.js";
import { createWakeCalls, type OnWakeError, streamKey, type WakeCalls, warnOfFailure } from "./wake-calls.js";
import type { WakeEngine } from "./wake-engine.js";

export interface InProcessEngineOptions {
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Told when a call fails; the engine goes on. @defaultValue a warning of the process */
  readonly onError?: OnWakeError | undefined;
}

/**
 * Creates an engine of this process: timers, and nothing that outlives it. What it forgets with the process, the sweeper
 * finds again.
 *
 * Streams are called all at the same time, each one call at a time. Of the later moments asked for a stream the last one
 * counts.
 */
export function createInProcessEngine({
  clock = systemClock,
  onError = warnOfFailure,
}: InProcessEngineOptions = {}): WakeEngine {
  let calls: WakeCalls | undefined;
  let stopped = false;
  /** What was asked for before the engine began. */
  const early = new Map<string, StreamId>();
  const later = new Map<string, AbortController>();

  const callNow = (stream: StreamId) => {
    if (calls === undefined) early.set(streamKey(stream), stream);
    else void calls.call(stream);
  };

  const callLater = async (stream: StreamId, notBeforeMs: number) => {
    const key = streamKey(stream);
    later.get(key)?.abort();
    const replaced = new AbortController();
    later.set(key, replaced);
    try {
      // Asked again after each wait: the clock of a machine may jump.
      for (let left = notBeforeMs - clock.now(); left > 0; left = notBeforeMs - clock.now())
        await clock.wait(left, { signal: replaced.signal });
    } catch (error) {
      if (replaced.signal.aborted) return;
      throw error;
    }
    later.delete(key);
    callNow(stream);
  };

  const stop = async () => {
    stopped = true;
    for (const replaced of later.values()) replaced.abort();
    later.clear();
    early.clear();
    await calls?.stop();
  };

  return {
    async start(onWake) {
      if (calls !== undefined || stopped) throw new TypeError("this engine has begun already");
      calls = createWakeCalls(onWake, onError);
      for (const stream of early.values()) callNow(stream);
      early.clear();
    },
    async wake(stream, notBeforeMs) {
      if (stopped) return;
      if (notBeforeMs === undefined || notBeforeMs <= clock.now()) callNow(stream);
      else void callLater(stream, notBeforeMs);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
