import type { StreamId } from "../event.js";
import { toStreamHead } from "../stored-row.js";
import { TOMBSTONE } from "../tombstone.js";
import type { PostgresRow, PostgresSession } from "./postgres-connections.js";
import { LOCK_CLASS } from "./postgres-schema.js";
import { type DroppedData, type KeptEvent, type StreamRecord, streamKey } from "./write-draft.js";

/** What a write asks of the database, inside its transaction. */
export interface PostgresWriting {
  /** Locks streams against other writers and tells those that there are, by key. */
  lock(session: PostgresSession, streams: readonly StreamId[]): Promise<ReadonlyMap<string, StreamRecord>>;
  /** Adds streams. One that another process has begun first is a violation of the primary key. */
  insertStreams(session: PostgresSession, records: readonly StreamRecord[]): Promise<void>;
  updateStreams(session: PostgresSession, records: readonly StreamRecord[]): Promise<void>;
  /** Adds events and gives them their places in the order of changes. Has to be the last of a transaction. */
  insertEvents(session: PostgresSession, events: readonly KeptEvent[]): Promise<void>;
  dropData(session: PostgresSession, dropped: DroppedData): Promise<void>;
}

/** The columns of a stream, how they are read off a record, and their types. */
const STREAM_COLUMNS: readonly (readonly [string, string, (record: StreamRecord) => unknown])[] = [
  ["kind", "text", ({ stream }) => stream.kind],
  ["id", "text", ({ stream }) => stream.id],
  ["seq", "bigint", ({ head }) => head.seq],
  ["hash", "text", ({ head }) => head.hash],
  ["status", "text", ({ status }) => status],
  ["subject", "text", ({ subject }) => subject],
  ["due_ms", "bigint", ({ dueMs }) => dueMs ?? null],
  ["created_at", "bigint", ({ createdAt }) => createdAt],
  ["updated_at", "bigint", ({ updatedAt }) => updatedAt],
  ["claim_token", "text", ({ claim }) => claim.token],
  ["claim_epoch", "bigint", ({ claim }) => claim.epoch],
  ["claim_worker", "text", ({ claim }) => claim.worker],
  ["claim_until_ms", "bigint", ({ claim }) => claim.untilMs],
];

const EVENT_COLUMNS: readonly (readonly [string, string, (event: KeptEvent) => unknown])[] = [
  ["kind", "text", ({ stream }) => stream.kind],
  ["id", "text", ({ stream }) => stream.id],
  ["seq", "bigint", ({ seq }) => seq],
  ["type", "text", ({ type }) => type],
  ["at", "bigint", ({ at }) => at],
  ["actor_kind", "text", ({ actor }) => actor.kind],
  ["actor_id", "text", ({ actor }) => actor.id],
  ["epoch", "bigint", ({ epoch }) => epoch],
  ["data", "text", ({ data }) => JSON.stringify(data)],
  ["data_digest", "text", ({ dataDigest }) => dataDigest],
  ["previous_hash", "text", ({ previousHash }) => previousHash],
  ["hash", "text", ({ hash }) => hash],
];

const STREAM_NAMES = namesOf(STREAM_COLUMNS);
const EVENT_NAMES = namesOf(EVENT_COLUMNS);
const STREAM_ROWS = `unnest(${arraysOf(STREAM_COLUMNS)}) AS given (${STREAM_NAMES})`;
const EVENT_ROWS = `unnest(${arraysOf(EVENT_COLUMNS)}) WITH ORDINALITY AS given (${EVENT_NAMES}, place)`;

export function createPostgresWriting(schema: string): PostgresWriting {
  const position = `${schema}.event_position`;
  const changed = STREAM_COLUMNS.map(([name]) => `${name} = given.${name}`).join(", ");
  return {
    async lock(session, streams) {
      // In one order for all writers, so that no two wait for each other.
      const rows = await session.query(
        `SELECT * FROM ${schema}.stream WHERE (kind, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
         ORDER BY kind, id FOR UPDATE`,
        [streams.map(({ kind }) => kind), streams.map(({ id }) => id)],
      );
      return new Map(rows.map(toStreamRecord).map((record) => [streamKey(record.stream), record]));
    },
    async insertStreams(session, records) {
      if (records.length === 0) return;
      await session.query(
        `INSERT INTO ${schema}.stream (${STREAM_NAMES}) SELECT * FROM ${STREAM_ROWS} ORDER BY kind, id`,
        valuesOf(STREAM_COLUMNS, records),
      );
    },
    async updateStreams(session, records) {
      if (records.length === 0) return;
      await session.query(
        `UPDATE ${schema}.stream SET ${changed} FROM ${STREAM_ROWS}
         WHERE stream.kind = given.kind AND stream.id = given.id`,
        valuesOf(STREAM_COLUMNS, records),
      );
    },
    async insertEvents(session, events) {
      if (events.length === 0) return;
      // A sequence alone is no order: who draws a number later may commit earlier. Whoever holds this lock until the
      // end of its transaction is seen before the next number is drawn.
      await session.query(`SELECT pg_advisory_xact_lock(${LOCK_CLASS}, '${position}'::regclass::oid::int4)`);
      await session.query(
        `INSERT INTO ${schema}.event (position, ${EVENT_NAMES})
         SELECT nextval('${position}'), ${EVENT_NAMES} FROM ${EVENT_ROWS} ORDER BY place`,
        valuesOf(EVENT_COLUMNS, events),
      );
    },
    async dropData(session, { stream, throughSeq }) {
      await session.query(
        `UPDATE ${schema}.event SET data = NULL
         WHERE kind = $1 AND id = $2 AND seq <= $3 AND data IS NOT NULL AND type <> '${TOMBSTONE}'`,
        [stream.kind, stream.id, throughSeq],
      );
    },
  };
}

function toStreamRecord(row: PostgresRow): StreamRecord {
  return {
    ...toStreamHead(row),
    claim: {
      token: String(row["claim_token"]),
      epoch: Number(row["claim_epoch"]),
      worker: String(row["claim_worker"]),
      untilMs: Number(row["claim_until_ms"]),
    },
  };
}

function namesOf(columns: readonly (readonly [string, ...unknown[]])[]): string {
  return columns.map(([name]) => name).join(", ");
}

function arraysOf(columns: readonly (readonly [string, string, ...unknown[]])[]): string {
  return columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(", ");
}

/** The values of many rows, a list a column. */
function valuesOf<Row>(
  columns: readonly (readonly [string, string, (row: Row) => unknown])[],
  rows: readonly Row[],
): readonly unknown[] {
  return columns.map(([, , read]) => rows.map(read));
}
