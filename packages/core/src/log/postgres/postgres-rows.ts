import { actorSchema } from "../../actor.js";
import type { JsonValue } from "../../json.js";
import { SpmError } from "../../spm-error.js";
import { type LogEvent, type StreamId, streamName } from "../event.js";
import type { StreamHead } from "../log.js";
import type { PostgresRow } from "./postgres-connections.js";

export function toStreamHead(row: PostgresRow): StreamHead {
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

/** @throws SpmError `log.damaged` for a row that holds no event. */
export function toLogEvent(row: PostgresRow): LogEvent {
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

function readActor(row: PostgresRow, stream: StreamId, seq: number) {
  const actor = actorSchema.safeParse({ kind: row["actor_kind"], id: row["actor_id"] });
  if (actor.success) return actor.data;
  throw damaged(stream, seq, actor.error);
}

function readData(row: PostgresRow, stream: StreamId, seq: number): Pick<LogEvent, "data" | "expiredBy"> {
  if (row["data"] === null && row["expired_by"] !== null) return { expiredBy: Number(row["expired_by"]) };
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
