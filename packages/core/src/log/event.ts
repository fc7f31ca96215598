import type { Actor } from "../actor.js";
import type { JsonValue } from "../json.js";

/** Which stream: its kind (declared by a package) and its id within the kind. */
export interface StreamId {
  readonly kind: string;
  readonly id: string;
}

/** An event before it has a place in its stream. Its data is redacted already. */
export interface NewEvent {
  readonly type: string;
  readonly actor: Actor;
  readonly data: JsonValue;
}

/** A fact in the log. It never changes; only its data may expire, once. */
export interface LogEvent extends Omit<NewEvent, "data"> {
  readonly stream: StreamId;
  /** Absent when it has expired. */
  readonly data?: JsonValue | undefined;
  /** The number of the tombstone: the event that tells by whom and why the data was let go. */
  readonly expiredBy?: number | undefined;
  /** From 1, without gaps. Order is by this number, never by time. */
  readonly seq: number;
  /** Milliseconds since 1970 by the log's clock. */
  readonly at: number;
  /** Of the claim under which it was written; 0 when it came from outside, as a person's decision does. */
  readonly epoch: number;
  /** SHA-256 of the canonical JSON of the data: the chain holds this, so the data may expire without breaking it. */
  readonly dataDigest: string;
  /** Hash of the event before it; 64 zeros for the first. */
  readonly previousHash: string;
  readonly hash: string;
}

/** A stream as a key for messages and errors. */
export function streamName({ kind, id }: StreamId): string {
  return `${kind}/${id}`;
}
