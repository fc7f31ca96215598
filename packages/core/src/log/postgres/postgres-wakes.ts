import type { StreamId } from "../event.js";
import type { PostgresSession } from "./postgres-connections.js";

/** A stream that is to be moved. */
export interface Wake {
  readonly stream: StreamId;
  /** Milliseconds since 1970; absent for now. */
  readonly notBeforeMs?: number | undefined;
}

/** Keeps wakes in the same database, so that they are kept together with the events that call for them, or not at all. */
export interface PostgresWakes {
  /** Runs inside the transaction of the write. */
  enqueue(session: PostgresSession, wakes: readonly Wake[]): Promise<void>;
}
