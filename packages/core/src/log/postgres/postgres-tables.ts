import { TOMBSTONE } from "../tombstone.js";
import { createAttachmentTables } from "./postgres-attachment-tables.js";

/**
 * The tables of a log, in their schema. Text is ordered by bytes, whatever the database's own collation.
 *
 * A claim is kept with its stream, so that one row lock guards both.
 */
export function createTables(schema: string): string {
  return `
  CREATE TABLE ${schema}.stream (
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    due_ms BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    claim_token TEXT NOT NULL,
    claim_epoch BIGINT NOT NULL,
    claim_worker TEXT NOT NULL,
    claim_until_ms BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
  );
  CREATE INDEX stream_by_creation ON ${schema}.stream (kind, created_at, id);
  CREATE INDEX stream_by_status ON ${schema}.stream (kind, status, created_at, id);
  CREATE INDEX stream_by_subject ON ${schema}.stream (kind, subject, created_at, id);
  CREATE INDEX stream_by_due ON ${schema}.stream (kind, due_ms, id) WHERE due_ms IS NOT NULL;

  CREATE SEQUENCE ${schema}.event_position;
  CREATE TABLE ${schema}.event (
    position BIGINT PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    type TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    data TEXT,
    data_digest TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (kind, id, seq)
  );
  ${guardEvents(schema)}
  ${createAttachmentTables(schema)}`;
}

/** The one change of an event that there is: its data goes, all of it, and a tombstone stands after it. */
function guardEvents(schema: string): string {
  return `
  CREATE FUNCTION ${schema}.event_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $guard$
  DECLARE without_data ${schema}.event%ROWTYPE;
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      without_data := OLD;
      without_data.data := NULL;
      IF OLD.data IS NOT NULL AND OLD.type <> '${TOMBSTONE}' AND NEW IS NOT DISTINCT FROM without_data
        AND EXISTS (SELECT 1 FROM ${schema}.event AS tombstone WHERE tombstone.kind = OLD.kind
          AND tombstone.id = OLD.id AND tombstone.seq > OLD.seq AND tombstone.type = '${TOMBSTONE}')
      THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'events are never changed or deleted';
  END $guard$;
  CREATE TRIGGER event_is_never_changed BEFORE UPDATE OR DELETE ON ${schema}.event
    FOR EACH ROW EXECUTE FUNCTION ${schema}.event_is_never_changed();
  CREATE TRIGGER events_are_never_truncated BEFORE TRUNCATE ON ${schema}.event
    FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.event_is_never_changed();`;
}
