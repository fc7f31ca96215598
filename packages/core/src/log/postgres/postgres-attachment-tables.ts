import { TOMBSTONE } from "../tombstone.js";

/**
 * Where attachments are kept. One without a digest is being written, and nobody sees it; a whole one never changes, and
 * goes only after the tombstone of its stream. Numbers are never used twice, so that a writer whose part was cleared
 * cannot write into another's.
 */
export function createAttachmentTables(schema: string): string {
  return `
  CREATE TABLE ${schema}.attachment (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    digest TEXT,
    size_bytes BIGINT,
    touched_at BIGINT NOT NULL,
    UNIQUE (kind, id, digest)
  );
  CREATE INDEX attachment_being_written ON ${schema}.attachment (touched_at) WHERE digest IS NULL;

  CREATE TABLE ${schema}.attachment_chunk (
    attachment BIGINT NOT NULL,
    position INTEGER NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (attachment, position)
  );
  -- What has been compressed before is not compressed again.
  ALTER TABLE ${schema}.attachment_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;
  ${guardAttachments(schema)}
  ${guardChunks(schema)}`;
}

function guardAttachments(schema: string): string {
  return `
  CREATE FUNCTION ${schema}.attachment_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $guard$
  BEGIN
    IF TG_OP = 'UPDATE' AND OLD.digest IS NULL
      AND (NEW.number, NEW.kind, NEW.id) IS NOT DISTINCT FROM (OLD.number, OLD.kind, OLD.id)
    THEN RETURN NEW; END IF;
    IF TG_OP = 'DELETE' AND (OLD.digest IS NULL OR ${hasExpired(schema, "OLD")}) THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'attachments are never changed or deleted';
  END $guard$;
  ${triggers(schema, "attachment", "UPDATE OR DELETE")}`;
}

function guardChunks(schema: string): string {
  return `
  CREATE FUNCTION ${schema}.attachment_chunk_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $guard$
  BEGIN
    IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT 1 FROM ${schema}.attachment AS whole
      WHERE whole.number = NEW.attachment AND whole.digest IS NOT NULL)
    THEN RETURN NEW; END IF;
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM ${schema}.attachment AS whole
      WHERE whole.number = OLD.attachment AND whole.digest IS NOT NULL AND NOT ${hasExpired(schema, "whole")})
    THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'attachments are never changed or deleted';
  END $guard$;
  ${triggers(schema, "attachment_chunk", "INSERT OR UPDATE OR DELETE")}`;
}

function triggers(schema: string, table: string, changes: string): string {
  const guard = `${schema}.${table}_is_never_changed()`;
  return `
  CREATE TRIGGER ${table}_is_never_changed BEFORE ${changes} ON ${schema}.${table}
    FOR EACH ROW EXECUTE FUNCTION ${guard};
  CREATE TRIGGER ${table}_is_never_truncated BEFORE TRUNCATE ON ${schema}.${table}
    FOR EACH STATEMENT EXECUTE FUNCTION ${guard};`;
}

function hasExpired(schema: string, row: string): string {
  return `EXISTS (SELECT 1 FROM ${schema}.event AS tombstone
    WHERE tombstone.kind = ${row}.kind AND tombstone.id = ${row}.id AND tombstone.type = '${TOMBSTONE}')`;
}
