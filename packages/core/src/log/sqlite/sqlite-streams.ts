import type { LogEvent, NewEvent, StreamId } from "../event.js";
import type { ChainHead } from "../hash-chain.js";
import type { StreamChange, StreamHead, StreamIndex } from "../log.js";
import { toLogEvent, toStreamHead } from "../stored-row.js";
import { TOMBSTONE } from "../tombstone.js";
import { type SqliteDriver, toRow } from "./sqlite-driver.js";

/** The streams and events in the database. Writes run inside the caller's transaction. */
export interface SqliteStreams {
  find(stream: StreamId): StreamHead | undefined;
  read(stream: StreamId, afterSeq: number): readonly LogEvent[];
  changes(afterPosition: number, limit: number): readonly StreamChange[];
  addEvent(event: LogEvent & NewEvent): void;
  /** Lets the data of the events up to a number go. Their tombstone must stand already: the triggers see to it. */
  dropData(stream: StreamId, throughSeq: number): void;
  /** Moves the head of a stream from where it stood; a stream that stood nowhere begins. */
  moveHead(
    stream: StreamId,
    from: StreamHead | undefined,
    to: { readonly head: ChainHead; readonly index: StreamIndex; readonly now: number },
  ): void;
}

const SELECT_EVENTS = `SELECT event.*, CASE WHEN data = '' THEN (
       SELECT min(tombstone.seq) FROM event AS tombstone WHERE tombstone.kind = event.kind
         AND tombstone.id = event.id AND tombstone.seq > event.seq AND tombstone.type = '${TOMBSTONE}'
     ) END AS expired_by FROM event WHERE kind = ? AND id = ? AND seq > ? ORDER BY seq`;

// The latest event of a stream is the one that its head numbers.
const SELECT_CHANGES = `SELECT stream.*, event.position FROM event
       JOIN stream ON stream.kind = event.kind AND stream.id = event.id AND stream.seq = event.seq
     WHERE event.position > ? ORDER BY event.position LIMIT ?`;

const CLEAR_DATA = `UPDATE event SET data = '' WHERE kind = ? AND id = ? AND seq <= ? AND data <> '' AND type <> '${TOMBSTONE}'`;

const INSERT_EVENT = `INSERT INTO event (kind, id, seq, type, at, actor_kind, actor_id, epoch, data, data_digest, previous_hash, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const INSERT_HEAD = `INSERT INTO stream (kind, id, seq, hash, status, subject, due_ms, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const UPDATE_HEAD = "UPDATE stream SET seq = ?, hash = ?, updated_at = ? WHERE kind = ? AND id = ?";

// SQLite writes each index anew whose columns are set, even to what they are.
const UPDATE_INDEX = "UPDATE stream SET status = ?, subject = ? WHERE kind = ? AND id = ?";
const UPDATE_DUE = "UPDATE stream SET due_ms = ? WHERE kind = ? AND id = ?";

export function createSqliteStreams(driver: SqliteDriver): SqliteStreams {
  const selectHead = driver.prepare("SELECT * FROM stream WHERE kind = ? AND id = ?");
  const selectEvents = driver.prepare(SELECT_EVENTS);
  const selectChanges = driver.prepare(SELECT_CHANGES);
  const clearData = driver.prepare(CLEAR_DATA);
  const insertEvent = driver.prepare(INSERT_EVENT);
  const insertHead = driver.prepare(INSERT_HEAD);
  const updateHead = driver.prepare(UPDATE_HEAD);
  const updateIndex = driver.prepare(UPDATE_INDEX);
  const updateDue = driver.prepare(UPDATE_DUE);

  return {
    find({ kind, id }) {
      const row = selectHead.get(kind, id);
      return row === undefined ? undefined : toStreamHead(toRow(row));
    },
    read: ({ kind, id }, afterSeq) =>
      selectEvents.all(kind, id, afterSeq).map((row) => toLogEvent(toRow(row))),
    changes: (afterPosition, limit) =>
      selectChanges.all(afterPosition, limit).map((found) => {
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
    moveHead({ kind, id }, from, { head, index: { status, subject, dueMs = null }, now }) {
      if (from === undefined) {
        insertHead.run(kind, id, head.seq, head.hash, status, subject, dueMs, now, now);
        return;
      }
      updateHead.run(head.seq, head.hash, now, kind, id);
      if (status !== from.status || subject !== from.subject) updateIndex.run(status, subject, kind, id);
      if (dueMs !== (from.dueMs ?? null)) updateDue.run(dueMs, kind, id);
    },
  };
}
