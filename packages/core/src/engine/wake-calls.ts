import { type StreamId, streamName } from "../log/event.js";
import type { OnWake } from "./wake-engine.js";

/** Tells of a call that failed: the stream is left to the sweeper. Without a stream it is the engine that has trouble. */
export type OnWakeError = (error: unknown, stream: StreamId | undefined) => void;

/** The calls of an engine: one at a time a stream. */
export interface WakeCalls {
  /**
   * Calls for a stream, and resolves when that has ended. Where a call is under way it resolves at once, and one more
   * call follows that one: whoever asks again and again is not kept waiting for it.
   */
  call(stream: StreamId): Promise<void>;
  /** Aborts the calls under way, and resolves when they have ended. */
  stop(): Promise<void>;
}

export function createWakeCalls(onWake: OnWake, onError: OnWakeError): WakeCalls {
  const underWay = new Map<string, { again: boolean; ended: Promise<void> }>();
  const stopping = new AbortController();
  const { signal } = stopping;

  const callOnce = async (stream: StreamId) => {
    try {
      await onWake(stream, { signal });
    } catch (error) {
      if (!signal.aborted || error !== signal.reason) onError(error, stream);
    }
  };

  return {
    call(stream) {
      if (signal.aborted) return Promise.resolve();
      const key = streamKey(stream);
      const running = underWay.get(key);
      if (running !== undefined) {
        running.again = true;
        return Promise.resolve();
      }
      const started = { again: true, ended: Promise.resolve() };
      const callWhileWoken = async () => {
        try {
          while (started.again && !signal.aborted) {
            started.again = false;
            await callOnce(stream);
          }
        } finally {
          underWay.delete(key);
        }
      };
      underWay.set(key, started);
      started.ended = callWhileWoken();
      return started.ended;
    },
    async stop() {
      stopping.abort();
      await Promise.all([...underWay.values()].map(({ ended }) => ended));
    },
  };
}

/** Where nobody listens, a failure is at least a warning of the process. */
export function warnOfFailure(error: unknown, stream: StreamId | undefined): void {
  const what = stream === undefined ? "The engine" : `The wake of ${streamName(stream)}`;
  const reason = error instanceof Error ? error.message : String(error);
  process.emitWarning(`${what} failed: ${reason}`, "WakeWarning");
}

/** Kind and id may both hold any character. */
export function streamKey({ kind, id }: StreamId): string {
  return JSON.stringify([kind, id]);
}
