import type { StreamId } from "./event.js";

/**
 * The right of one worker to move one stream.
 *
 * Its epoch rises with every claim of the stream, so a worker that slept past its claim is told from its successor.
 */
export interface Claim {
  readonly stream: StreamId;
  readonly token: string;
  readonly epoch: number;
  /** Milliseconds since 1970 by the log's clock. */
  readonly untilMs: number;
}

export interface ClaimRequest {
  /** Who asks: shown to whoever finds the stream claimed. */
  readonly worker: string;
  readonly leaseMs: number;
}
