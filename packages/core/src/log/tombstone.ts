import { z } from "zod";
import type { Actor } from "../actor.js";
import { type JsonValue, toJsonValue } from "../json.js";
import { SpmError } from "../spm-error.js";
import { type LogEvent, type NewEvent, streamName } from "./event.js";

/** The leave to let the data of a stream go. */
export interface StreamExpiry {
  /** The number of the last event that whoever decided has seen. */
  readonly expectedSeq: number;
  readonly actor: Actor;
  /** Kept in the tombstone. */
  readonly reason: string;
}

/** The type of the event that stands for what has expired. It may stand in a stream of any kind. */
export const TOMBSTONE = "payload.expired";

/** Where a stream stands whose data has expired, whatever its kind. */
export const EXPIRED = "expired";

const tombstoneData = z.object({
  /** The last event whose data was let go; so was that of all before it. */
  throughSeq: z.int().positive(),
  reason: z.string(),
  /** Where the stream stood: how a run ended outlives its data. */
  status: z.string(),
});

/** The event that tells what has expired, by whom and why. The digests stay with the events themselves. */
export function toTombstone(status: string, { expectedSeq, actor, reason }: StreamExpiry): NewEvent {
  const data: z.input<typeof tombstoneData> = { throughSeq: expectedSeq, reason, status };
  return { type: TOMBSTONE, actor, data: toJsonValue(data) };
}

/** Whether an event is the tombstone of the data of an event before it. */
export function isTombstoneOf(event: LogEvent, seq: number): boolean {
  if (event.type !== TOMBSTONE) return false;
  const parsed = tombstoneData.safeParse(event.data);
  return parsed.success && parsed.data.throughSeq >= seq && event.seq > seq;
}

/** The data of an event that has not expired. @throws SpmError `log.expired` which names the tombstone. */
export function presentData({ stream, seq, data, expiredBy, type }: LogEvent): JsonValue {
  if (data !== undefined && type !== TOMBSTONE) return data;
  const name = streamName(stream);
  const tombstone = expiredBy ?? seq;
  throw new SpmError(
    "log.expired",
    `The data of ${name} has expired: event ${tombstone} of it tells by whom, when and why. Its chain can still be verified.`,
    { stream: name, seq: tombstone },
  );
}
