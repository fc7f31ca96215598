import { actorSchema } from "../actor.js";
import type { JsonValue } from "../json.js";
import { SpmError } from "../spm-error.js";
import { type LogEvent, type StreamId, streamName } from "./event.js";
import type { StreamHead } from "./log.js";

/** A row by its column names: the tables of all stores name them alike. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** What lists show of a stream. */
export function toStreamHead(row: StoredRow): StreamHead {
  const dueMs = row["due_ms"];
  return {
    stream: { kind: String(row["kind"]), id: String(row["id"]) },
    head: { seq: Number(row["seq"]), hash: String(row["hash"]) },
    status: String(row["status"]),
    subject: String(row["subject"]),
    ...(dueMs === null ? {} : { dueMs: Number(dueMs) }),
    createdAt: Number(row["created_at"]),
    updatedAt: Number(row["updated_at"]),
  };
}

/** An event as it was kept. @throws SpmError `log.damaged` for a row that holds no event. */
export function toLogEvent(row: StoredRow): LogEvent {
  const stream = { kind: String(row["kind"]), id: String(row["id"]) };
  const seq = Number(row["seq"]);
  return {
    stream,
    seq,
    type: String(row["type"]),
    actor: readActor(row, stream, seq),
    at: Number(row["at"]),
    epoch: Number(row["epoch"]),
    ...readData(row, stream, seq),
    dataDigest: String(row["data_digest"]),
    previousHash: String(row["previous_hash"]),
    hash: String(row["hash"]),
  };
}

function readActor(row: StoredRow, stream: StreamId, seq: number) {
  const actor = actorSchema.safeParse({ kind: row["actor_kind"], id: row["actor_id"] });
  if (actor.success) return actor.data;
  throw damaged(stream, seq, actor.error);
}

function readData(row: StoredRow, stream: StreamId, seq: number): Pick<LogEvent, "data" | "expiredBy"> {
  // Data that has expired is gone: an empty text, which is no JSON, or nothing at all.
  const isGone = row["data"] === "" || row["data"] === null;
  if (isGone && row["expired_by"] !== null) return { expiredBy: Number(row["expired_by"]) };
  try {
    const data: JsonValue = JSON.parse(String(row["data"] ?? ""));
    return { data };
  } catch (cause) {
    throw damaged(stream, seq, cause);
  }
}

function damaged(stream: StreamId, seq: number, cause: unknown): SpmError {
  const name = streamName(stream);
  return new SpmError(
    "log.damaged",
    `Event ${seq} of ${name} cannot be read.`,
    { stream: name, seq },
    { cause },
  );
}
