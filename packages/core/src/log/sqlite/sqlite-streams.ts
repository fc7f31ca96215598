import { actorSchema } from "../../actor.js";
import type { JsonValue } from "../../json.js";
import { SpmError } from "../../spm-error.js";
import { type LogEvent, type NewEvent, type StreamId, streamName } from "../event.js";
import type { ChainHead } from "../hash-chain.js";
import type { StreamChange, StreamHead, StreamIndex, StreamQuery } from "../log.js";
import { TOMBSTONE } from "../tombstone.js";
import type { SqliteDriver, SqliteRow, SqliteValue } from "./sqlite-driver.js";
import { toRow } from "./sqlite-schema.js";

/** The streams and events in the database. Writes run inside the caller's transaction. */
export interface SqliteStreams {
  find(stream: StreamId): StreamHead | undefined;
  read(stream: StreamId, afterSeq: number): readonly LogEvent[];
  list(query: StreamQuery): readonly StreamHead[];
  changes(afterPosition: number, limit: number | undefined): readonly StreamChange[];
  addEvent(event: LogEvent & NewEvent): void;
  /** Lets the data of the events up to a number go. Their tombstone must stand already: the triggers see to it. */
  dropData(stream: StreamId, throughSeq: number): void;
  moveHead(stream: StreamId, to: StreamIndex & { readonly head: ChainHead; readonly now: number }): void;
}

const SELECT_EVENTS = `SELECT event.*, CASE WHEN data = '' THEN (
       SELECT min(tombstone.seq) FROM event AS tombstone WHERE tombstone.kind = event.kind
         AND tombstone.id = event.id AND tombstone.seq > event.seq AND tombstone.type = '${TOMBSTONE}'
     ) END AS expired_by FROM event WHERE kind = ? AND id = ? AND seq > ? ORDER BY seq`;

// The latest event of a stream is the one that its head numbers. A negative limit is none.
const SELECT_CHANGES = `SELECT stream.*, event.position FROM event
       JOIN stream ON stream.kind = event.kind AND stream.id = event.id AND stream.seq = event.seq
     WHERE event.position > ? ORDER BY event.position LIMIT ?`;

const CLEAR_DATA = `UPDATE event SET data = '' WHERE kind = ? AND id = ? AND seq <= ? AND data <> '' AND type <> '${TOMBSTONE}'`;

const INSERT_EVENT = `INSERT INTO event (kind, id, seq, type, at, actor_kind, actor_id, epoch, data, data_digest, previous_hash, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const UPSERT_HEAD = `INSERT INTO stream (kind, id, seq, hash, status, subject, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, status = excluded.status,
       subject = excluded.subject, updated_at = excluded.updated_at`;

export function createSqliteStreams(driver: SqliteDriver): SqliteStreams {
  const selectHead = driver.prepare("SELECT * FROM stream WHERE kind = ? AND id = ?");
  const selectEvents = driver.prepare(SELECT_EVENTS);
  const selectChanges = driver.prepare(SELECT_CHANGES);
  const clearData = driver.prepare(CLEAR_DATA);
  const insertEvent = driver.prepare(INSERT_EVENT);
  const upsertHead = driver.prepare(UPSERT_HEAD);

  return {
    find({ kind, id }) {
      const row = selectHead.get(kind, id);
      return row === undefined ? undefined : toStreamHead(toRow(row));
    },
    read: ({ kind, id }, afterSeq) =>
      selectEvents.all(kind, id, afterSeq).map((row) => toLogEvent(toRow(row))),
    list(query) {
      const { sql, parameters } = listStatement(query);
      return driver
        .prepare(sql)
        .all(...parameters)
        .map((row) => toStreamHead(toRow(row)));
    },
    changes: (afterPosition, limit) =>
      selectChanges.all(afterPosition, limit ?? -1).map((found) => {
        const row = toRow(found);
        return { ...toStreamHead(row), position: Number(row["position"]) };
      }),
    addEvent(event) {
      const { stream, actor, data } = event;
      insertEvent.run(
        stream.kind,
        stream.id,
        event.seq,
        event.type,
        event.at,
        actor.kind,
        actor.id,
        event.epoch,
        JSON.stringify(data),
        event.dataDigest,
        event.previousHash,
        event.hash,
      );
    },
    dropData({ kind, id }, throughSeq) {
      clearData.run(kind, id, throughSeq);
    },
    moveHead({ kind, id }, { head, status, subject, now }) {
      upsertHead.run(kind, id, head.seq, head.hash, status, subject, now, now);
    },
  };
}

function listStatement({ kind, status, exceptStatus, subject, first = "oldest", limit }: StreamQuery) {
  const conditions = ["kind = ?"];
  const parameters: SqliteValue[] = [kind];
  if (status !== undefined) {
    conditions.push(`status IN (${status.map(() => "?").join(", ")})`);
    parameters.push(...status);
  }
  if (exceptStatus !== undefined) {
    conditions.push("status <> ?");
    parameters.push(exceptStatus);
  }
  if (subject !== undefined) {
    conditions.push("subject = ?");
    parameters.push(subject);
  }
  const direction = first === "oldest" ? "ASC" : "DESC";
  // A negative limit is none (https://sqlite.org/lang_select.html#limitoffset).
  parameters.push(limit ?? -1);
  return {
    sql: `SELECT * FROM stream WHERE ${conditions.join(" AND ")}
          ORDER BY created_at ${direction}, id ${direction} LIMIT ?`,
    parameters,
  };
}

function toStreamHead(row: SqliteRow): StreamHead {
  return {
    stream: { kind: String(row["kind"]), id: String(row["id"]) },
    head: { seq: Number(row["seq"]), hash: String(row["hash"]) },
    status: String(row["status"]),
    subject: String(row["subject"]),
    createdAt: Number(row["created_at"]),
    updatedAt: Number(row["updated_at"]),
  };
}

function toLogEvent(row: SqliteRow): LogEvent {
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

function readActor(row: SqliteRow, stream: StreamId, seq: number) {
  const actor = actorSchema.safeParse({ kind: row["actor_kind"], id: row["actor_id"] });
  if (actor.success) return actor.data;
  throw damaged(stream, seq, actor.error);
}

function readData(row: SqliteRow, stream: StreamId, seq: number): Pick<LogEvent, "data" | "expiredBy"> {
  // An empty text, which is no JSON, is data that has expired.
  if (row["data"] === "" && row["expired_by"] !== null) return { expiredBy: Number(row["expired_by"]) };
  try {
    const data: JsonValue = JSON.parse(String(row["data"]));
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
