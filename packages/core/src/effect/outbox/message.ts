import type { Actor } from "../../actor.js";
import type { JsonValue } from "../../json.js";
import type { StreamId } from "../../log/event.js";
import type { EffectState, RecordedFailure } from "../effect-state.js";

/**
 * Where a message stands.
 *
 * `waiting`: nothing of it is under way. `sending`: an attempt is, or was when its worker ended. `in-doubt`: it may or
 * may not have been sent, and a person has to say. The other three are ends.
 */
export type MessageStatus = "waiting" | "sending" | "in-doubt" | "sent" | "failed" | "cancelled";

/** Something to be told to the outside world, as its stream tells it. Times are milliseconds since 1970 by the log's clock. */
export interface Message {
  readonly id: string;
  readonly channel: string;
  /** As it was put, without the values of secrets. */
  readonly payload: JsonValue;
  /** The stream that it comes from. */
  readonly about?: StreamId | undefined;
  readonly status: MessageStatus;
  readonly putAt: number;
  readonly putBy: Actor;
  /** From when on a worker should see to it, as long as it waits. */
  readonly dueMs: number;
  /** The sending as an effect; absent before its first attempt. */
  readonly effect?: EffectState | undefined;
  /** What the channel returned of a message that was sent. */
  readonly receipt?: JsonValue | undefined;
  /** How often a worker has put it off because it was in trouble itself. */
  readonly postponements: number;
  /** The latest such trouble. */
  readonly trouble?: RecordedFailure | undefined;
  readonly cancellation?: { readonly by: Actor; readonly at: number; readonly reason: string } | undefined;
}
