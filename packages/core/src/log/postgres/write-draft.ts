import type { LogEvent, NewEvent, StreamId } from "../event.js";
import type { StreamHead } from "../log.js";

/** A stream as the database keeps it: what lists show, and who may move it. */
export interface StreamRecord extends StreamHead {
  /** The latest claim; its time may be over. Epoch 0 for a stream that was never claimed. */
  readonly claim: ClaimRecord;
}

export interface ClaimRecord {
  readonly token: string;
  readonly epoch: number;
  readonly worker: string;
  /** Milliseconds since 1970; 0 for a claim that was given back. */
  readonly untilMs: number;
}

export const NEVER_CLAIMED: ClaimRecord = { token: "", epoch: 0, worker: "", untilMs: 0 };

export type KeptEvent = LogEvent & NewEvent;

/** The data of the events of a stream that go, up to a number. */
export interface DroppedData {
  readonly stream: StreamId;
  readonly throughSeq: number;
}

/** What writes come to before any of it is in the database: the streams that they lock, as they will stand. */
export interface WriteDraft {
  /** Milliseconds since 1970 by the log's clock. */
  readonly now: number;
  find(stream: StreamId): StreamRecord | undefined;
  keep(record: StreamRecord): void;
  add(event: KeptEvent): void;
  drop(data: DroppedData): void;
  readonly records: Iterable<StreamRecord>;
  readonly events: readonly KeptEvent[];
  readonly dropped: readonly DroppedData[];
}

/** A draft on top of what is known: of the database, or of another draft that takes it over only as a whole. */
export function createWriteDraft(now: number, findBelow: WriteDraft["find"]): WriteDraft {
  const records = new Map<string, StreamRecord>();
  const events: KeptEvent[] = [];
  const dropped: DroppedData[] = [];
  return {
    now,
    find: (stream) => records.get(streamKey(stream)) ?? findBelow(stream),
    keep: (record) => void records.set(streamKey(record.stream), record),
    add: (event) => void events.push(event),
    drop: (data) => void dropped.push(data),
    get records() {
      return records.values();
    },
    events,
    dropped,
  };
}

/** Adds what one write comes to to what the writes before it came to. */
export function takeOver(into: WriteDraft, { records, events, dropped }: WriteDraft): void {
  for (const record of records) into.keep(record);
  for (const event of events) into.add(event);
  for (const data of dropped) into.drop(data);
}

/** Kind and id may both hold any character. */
export function streamKey({ kind, id }: StreamId): string {
  return JSON.stringify([kind, id]);
}
