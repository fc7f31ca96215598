import { TOMBSTONE } from "../tombstone.js";

const hasExpired = (row: string) =>
  `EXISTS (SELECT 1 FROM event WHERE kind = ${row}.kind AND id = ${row}.id AND type = '${TOMBSTONE}')`;

/**
 * Where attachments are kept. One without a digest is being written, and nobody sees it; a whole one never changes, and
 * goes only after the tombstone of its stream. Numbers are never used twice, so that a writer whose part was cleared
 * cannot write into another's.
 */
export const ATTACHMENT_TABLES = `
  CREATE TABLE attachment (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    digest TEXT,
    size_bytes INTEGER,
    touched_at INTEGER NOT NULL,
    UNIQUE (kind, id, digest)
  );
  CREATE INDEX attachment_being_written ON attachment (touched_at) WHERE digest IS NULL;

  CREATE TABLE attachment_chunk (
    attachment INTEGER NOT NULL,
    position INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (attachment, position)
  );

  CREATE TRIGGER attachment_is_never_changed BEFORE UPDATE ON attachment
    WHEN OLD.digest IS NOT NULL OR NEW.number IS NOT OLD.number OR NEW.kind IS NOT OLD.kind OR NEW.id IS NOT OLD.id
    BEGIN SELECT RAISE(ABORT, 'attachments are never changed'); END;
  CREATE TRIGGER attachment_is_never_deleted BEFORE DELETE ON attachment
    WHEN OLD.digest IS NOT NULL AND NOT ${hasExpired("OLD")}
    BEGIN SELECT RAISE(ABORT, 'attachments are never deleted'); END;

  CREATE TRIGGER attachment_chunk_is_never_added BEFORE INSERT ON attachment_chunk
    WHEN EXISTS (SELECT 1 FROM attachment WHERE number = NEW.attachment AND digest IS NOT NULL)
    BEGIN SELECT RAISE(ABORT, 'attachments are never changed'); END;
  CREATE TRIGGER attachment_chunk_is_never_changed BEFORE UPDATE ON attachment_chunk
    BEGIN SELECT RAISE(ABORT, 'attachments are never changed'); END;
  CREATE TRIGGER attachment_chunk_is_never_deleted BEFORE DELETE ON attachment_chunk
    WHEN EXISTS (SELECT 1 FROM attachment AS whole WHERE whole.number = OLD.attachment AND whole.digest IS NOT NULL
      AND NOT ${hasExpired("whole")})
    BEGIN SELECT RAISE(ABORT, 'attachments are never deleted'); END;
`;
