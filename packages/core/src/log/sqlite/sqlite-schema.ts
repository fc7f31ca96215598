import { SpmError } from "../../spm-error.js";
import { TOMBSTONE } from "../tombstone.js";
import type { SqliteDriver, SqliteRow } from "./sqlite-driver.js";

/** "SPMO": tells a log from any other SQLite file. */
const APPLICATION_ID = 0x53504d4f;

/** Rises with every change of the tables. */
const SCHEMA_VERSION = 2;

/** The version in which data could not expire. Its logs are taken over as they are. */
const BEFORE_EXPIRY = 1;

/** How long a call waits for another process that writes, before it says `remote.busy`. */
const BUSY_TIMEOUT_MS = 10_000;

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

const TABLES = `
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

/**
 * Makes an opened database ready to hold a log: durable settings, and the tables where the file is new.
 *
 * @throws SpmError `log.incompatible` for another program's file, or one that a newer version wrote.
 */
export function prepareSchema(driver: SqliteDriver, path: string): void {
  driver.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  // Tables before their id: another process may be making both at this moment, in one transaction.
  const isNew = !hasTables(driver);
  const isLog = pragma(driver, "application_id") === APPLICATION_ID;
  const version = pragma(driver, "user_version");
  if (!isLog && !isNew) throw incompatible(path, "the database of another program");
  if (isLog && version !== SCHEMA_VERSION && version !== BEFORE_EXPIRY)
    throw incompatible(path, `version ${String(version)}`);

  driver.exec("PRAGMA journal_mode = WAL");
  driver.exec("PRAGMA synchronous = FULL");
  // What has expired is gone from the file too, not only from its tables.
  driver.exec("PRAGMA secure_delete = ON");
  driver.exec("BEGIN IMMEDIATE");
  try {
    if (!hasTables(driver)) {
      driver.exec(TABLES);
      driver.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    }
    // Asked again inside the transaction: another process may have been first.
    if (pragma(driver, "user_version") !== SCHEMA_VERSION) {
      driver.exec(EXPIRY_RULE);
      driver.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    }
    driver.exec("COMMIT");
  } catch (error) {
    driver.exec("ROLLBACK");
    throw error;
  }
}

function pragma(driver: SqliteDriver, name: string): unknown {
  return toRow(driver.prepare(`PRAGMA ${name}`).get())[name];
}

function hasTables(driver: SqliteDriver): boolean {
  return toRow(driver.prepare("SELECT count(*) AS tables FROM sqlite_master").get())["tables"] !== 0;
}

function incompatible(path: string, found: string): SpmError {
  const supported = `version ${SCHEMA_VERSION}`;
  return new SpmError(
    "log.incompatible",
    `${path} is ${found}, not a run log of ${supported}. Name another file, or use the release that wrote it.`,
    { found, supported },
  );
}

/** A row as both bindings give it: an object by column names. */
export function toRow(row: unknown): SqliteRow {
  return typeof row === "object" && row !== null ? Object.fromEntries(Object.entries(row)) : {};
}
