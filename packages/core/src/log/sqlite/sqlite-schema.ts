import { SpmError } from "../../spm-error.js";
import { type SqliteDriver, toRow } from "./sqlite-driver.js";
import { SCHEMA_STEPS } from "./sqlite-tables.js";

/** "SPMO": tells a log from any other SQLite file. */
const APPLICATION_ID = 0x53504d4f;

const SCHEMA_VERSION = SCHEMA_STEPS.length;

/** How long a call waits for another process that writes, before it says `remote.busy`. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Makes an opened database ready to hold a log: durable settings, and the tables where the file is new. A log that an
 * earlier version wrote is taken over in place: it gets the steps that it lacks, in one transaction.
 *
 * @throws SpmError `log.incompatible` for another program's file, or one that a newer version wrote.
 */
export function prepareSchema(driver: SqliteDriver, path: string): void {
  driver.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  // Tables before their id: another process may be making both at this moment, in one transaction.
  const isNew = !hasTables(driver);
  const isLog = pragma(driver, "application_id") === APPLICATION_ID;
  if (!isLog && !isNew) throw incompatible(path, "the database of another program");
  if (isLog && versionOf(driver) > SCHEMA_VERSION) throw incompatible(path, `version ${versionOf(driver)}`);

  driver.exec("PRAGMA journal_mode = WAL");
  driver.exec("PRAGMA synchronous = FULL");
  // Many writes touch the same pages: moved over to the database less often (16 MB), each is moved fewer times.
  driver.exec("PRAGMA wal_autocheckpoint = 4000");
  // What has expired is gone from the file too, not only from its tables.
  driver.exec("PRAGMA secure_delete = ON");
  driver.exec("BEGIN IMMEDIATE");
  try {
    // Asked again inside the transaction: another process may have been first.
    const missing = SCHEMA_STEPS.slice(versionOf(driver));
    for (const step of missing) driver.exec(step);
    if (missing.length > 0) {
      driver.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      driver.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    }
    driver.exec("COMMIT");
  } catch (error) {
    driver.exec("ROLLBACK");
    throw error;
  }
}

function versionOf(driver: SqliteDriver): number {
  return Number(pragma(driver, "user_version"));
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
