import { TOMBSTONE } from "../tombstone.js";
import { ATTACHMENT_TABLES } from "./sqlite-attachment-tables.js";

/** Every column of an event but its data. */
const UNCHANGED = [
  "position",
  "kind",
  "id",
  "seq",
  "type",
  "at",
  "actor_kind",
  "actor_id",
  "epoch",
  "data_digest",
  "previous_hash",
  "hash",
];

/** Streams, their events and who may move them. */
const STREAMS_AND_EVENTS = `
  CREATE TABLE stream (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    status TEXT NOT NULL,
    subject TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  CREATE INDEX stream_by_status ON stream (kind, status, created_at, id);
  CREATE INDEX stream_by_subject ON stream (kind, subject, created_at, id);
  CREATE INDEX stream_by_creation ON stream (kind, created_at, id);

  CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    type TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    data TEXT NOT NULL,
    data_digest TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (kind, id, seq)
  );
  CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

  CREATE TABLE claim (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    token TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    worker TEXT NOT NULL,
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
`;

/**
 * The one change of an event that there is: its data goes, all of it, and a tombstone stands after it. Data that is gone
 * is an empty text, which no JSON is, so that the tables of version 1 can stay as they are.
 */
const EXPIRY_RULE = `
  DROP TRIGGER IF EXISTS event_is_never_changed;
  CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event WHEN NOT (
    NEW.data IS '' AND OLD.data IS NOT '' AND OLD.type IS NOT '${TOMBSTONE}'
    AND EXISTS (SELECT 1 FROM event AS tombstone WHERE tombstone.kind = OLD.kind AND tombstone.id = OLD.id
      AND tombstone.seq > OLD.seq AND tombstone.type = '${TOMBSTONE}')
    AND ${UNCHANGED.map((column) => `NEW.${column} IS OLD.${column}`).join(" AND ")}
  ) BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
`;

/** When a stream is due, and lists by subject and status at once. */
const DUE_STREAMS = `
  ALTER TABLE stream ADD COLUMN due_ms INTEGER;
  CREATE INDEX stream_by_due ON stream (kind, due_ms, id) WHERE due_ms IS NOT NULL;
  CREATE INDEX stream_by_subject_and_status ON stream (kind, subject, status, created_at, id);
`;

/**
 * What each version of the schema adds to the one before it, from version 1 on. A new log takes all of these steps, an
 * older one those that it lacks; a step that was released is never changed.
 */
export const SCHEMA_STEPS: readonly string[] = [
  STREAMS_AND_EVENTS,
  EXPIRY_RULE,
  DUE_STREAMS + ATTACHMENT_TABLES,
];
