import type { StreamId } from "../log/event.js";

/** Moves a stream that was woken, as far as it goes. It must bear being called once too often. */
export type OnWake = (stream: StreamId, call: { readonly signal: AbortSignal }) => Promise<void>;

/**
 * Wakes streams that are to be moved: runs, messages of the outbox.
 *
 * Nothing about a stream lives in an engine alone. A wake may be lost or doubled: claims see to the one, the sweeper to
 * the other. An engine calls `onWake` for a stream one call at a time.
 */
export interface WakeEngine extends AsyncDisposable {
  /** Begins to wake. @throws TypeError when it has begun already. */
  start(onWake: OnWake): Promise<void>;
  /**
   * Asks for a stream to be woken.
   *
   * @param notBeforeMs milliseconds since 1970; a moment that has passed means now. @defaultValue now
   */
  wake(stream: StreamId, notBeforeMs?: number): Promise<void>;
  /** Wakes nothing more, aborts the calls under way, and resolves when they have ended. */
  stop(): Promise<void>;
}
