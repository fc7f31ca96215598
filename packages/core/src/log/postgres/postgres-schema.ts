import { SpmError } from "../../spm-error.js";
import type { PostgresConnections, PostgresSession } from "./postgres-connections.js";
import { createTables } from "./postgres-tables.js";

/** What `application` says in a schema of ours. */
const APPLICATION = "spm-ops log";

/** What leads from each version of the tables to the next. The version of a log is the number of those done. */
const MIGRATIONS: readonly ((schema: string) => string)[] = [createTables];

/** "SPMO": the class of our advisory locks, so that they meet no other program's. */
export const LOCK_CLASS = 0x53504d4f;

/**
 * Makes a schema of a database ready to hold a log: durable settings are asserted, and the tables made where they are
 * missing. Several processes may do so at once.
 *
 * @throws SpmError `log.incompatible` for another program's schema, or one that a newer version wrote;
 * `config.invalid` for a server that acknowledges what is not on its disk.
 */
export async function prepareSchema(connections: PostgresConnections, schema: string): Promise<void> {
  await connections.use(assertDurable);
  await connections.transact(async (session) => {
    // One key for all schemas: they are made once.
    await session.query(`SELECT pg_advisory_xact_lock(${LOCK_CLASS}, 0)`);
    const version = await readVersion(session, schema);
    if (version > MIGRATIONS.length) throw incompatible(schema, `version ${version}`);
    for (const migrate of MIGRATIONS.slice(version)) await session.query(migrate(schema));
    await session.query(`UPDATE ${schema}.log SET version = ${MIGRATIONS.length}`);
  });
}

/** The version that a schema is at; 0 for one that is new, and then made. */
async function readVersion(session: PostgresSession, schema: string): Promise<number> {
  const [found] = await session.query(
    `SELECT to_regnamespace($1) IS NOT NULL AS is_there, to_regclass($2) IS NOT NULL AS has_log,
       (SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace($1)) AS tables`,
    [schema, `${schema}.log`],
  );
  if (found?.["has_log"] === true) {
    const columns = await session.query(
      "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 ORDER BY attname",
      [`${schema}.log`],
    );
    if (columns.map(({ attname }) => attname).join() === "application,version") {
      const [row] = await session.query(`SELECT application, version FROM ${schema}.log`);
      if (row?.["application"] === APPLICATION) return Number(row["version"]);
    }
  }
  if (Number(found?.["tables"]) > 0) throw incompatible(schema, "the schema of another program");
  // Asked for only where it is missing: whoever may write a log need not be let to make schemas.
  if (found?.["is_there"] !== true) await session.query(`CREATE SCHEMA ${schema}`);
  await session.query(`CREATE TABLE ${schema}.log (application TEXT NOT NULL, version INTEGER NOT NULL)`);
  await session.query(`INSERT INTO ${schema}.log VALUES ($1, 0)`, [APPLICATION]);
  return 0;
}

/** What is acknowledged must be on the disk: that is the promise of a log. */
async function assertDurable(session: PostgresSession): Promise<void> {
  const [settings] = await session.query(
    "SELECT current_setting('synchronous_commit') AS synchronous_commit, current_setting('fsync') AS fsync",
  );
  const issues = Object.entries(settings ?? {})
    .filter(([, value]) => value === "off")
    .map(([name]) => `${name}: off, so the server forgets what it has acknowledged; turn it on`);
  if (issues.length === 0) return;
  throw new SpmError("config.invalid", `The PostgreSQL server cannot hold a log. ${issues.join(". ")}.`, {
    issues,
  });
}

function incompatible(schema: string, found: string): SpmError {
  const supported = `version ${MIGRATIONS.length}`;
  return new SpmError(
    "log.incompatible",
    `${schema} is ${found}, not a log of ${supported}. Name another schema, or use the release that wrote it.`,
    { found, supported },
  );
}
