import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock.js";
import { SpmError } from "../../spm-error.js";
import { MAX_ATTACHMENT_BYTES } from "../attachment.js";
import type { Log } from "../log.js";
import {
  appendEvents,
  appendToAll,
  claimAndAppend,
  expireStream,
  releaseClaim,
  renewClaim,
  takeClaim,
} from "./decide-write.js";
import { createPostgresAttachmentRows } from "./postgres-attachment-rows.js";
import { createPostgresAttachments } from "./postgres-attachments.js";
import {
  createPostgresConnections,
  type PostgresConnections,
  type PostgresPool,
  type PostgresSession,
} from "./postgres-connections.js";
import { createPostgresReading } from "./postgres-reading.js";
import { prepareSchema } from "./postgres-schema.js";
import { readDatabaseTime } from "./postgres-stream-query.js";
import type { PostgresWakes } from "./postgres-wakes.js";
import { createPostgresWriter } from "./postgres-writer.js";
import { createPostgresWriting } from "./postgres-writing.js";

/** Where the database is, and how the log is kept in it. */
export type PostgresLogOptions = PostgresLogSettings & (GivenPool | OwnPool);

interface GivenPool {
  /**
   * A `Pool` of `pg`, which stays the caller's to end. Its `connectionTimeoutMillis` bounds how long a new connection
   * may take. Statements are prepared, which a pooler in between has to support (PgBouncer does from 1.21 on).
   */
  readonly pool: PostgresPool;
}

interface OwnPool {
  /** A connection string, such as `postgres://user@host/database`, for a pool that the log opens and ends itself. */
  readonly connection: string;
}

export interface PostgresLogSettings {
  /**
   * The schema in which the tables are: lower-case letters, digits and `_`, up to 40 characters. Made where it is
   * missing.
   *
   * @defaultValue "spm_ops"
   */
  readonly schema?: string | undefined;
  /** @defaultValue the clock of the database, so that all machines agree on when a claim ends */
  readonly clock?: Pick<Clock, "now"> | undefined;
  /**
   * An engine on the same database, such as graphile-worker. Whatever a write leaves due, and held by no worker, is
   * woken by a job of that very transaction.
   */
  readonly engine?: PostgresWakes | undefined;
  /**
   * Milliseconds after which a server that does not answer is given up.
   *
   * @defaultValue 30_000
   */
  readonly answerTimeoutMs?: number | undefined;
  /** How large one attachment may be. @defaultValue 67_108_864, which is 64 MiB */
  readonly maxAttachmentBytes?: number | undefined;
}

/**
 * Opens the log in a PostgreSQL database: written for version 14 and later, tested on 18. Any number of processes on any
 * number of machines may have it open.
 *
 * Writes that are asked for at the same time share a transaction. All writers of a log take turns to commit, which is
 * what gives its changes one order.
 *
 * @throws SpmError `log.incompatible` for another program's schema or a newer log, `config.invalid` for a server that
 * acknowledges what is not on its disk, `auth.rejected`, `remote.not-found` or `remote.unavailable` when there is no way
 * to the database.
 */
export async function openPostgresLog(options: PostgresLogOptions): Promise<Log> {
  const { schema = "spm_ops", answerTimeoutMs = 30_000 } = options;
  if (!/^[a-z_][a-z0-9_]{0,39}$/.test(schema)) {
    const issues = ["schema: lower-case letters, digits and _ only, up to 40, and no digit first"];
    throw new SpmError("config.invalid", `${schema} cannot hold a log. ${issues[0]}.`, { issues });
  }
  const pool = "pool" in options ? options.pool : await openPool(options.connection, answerTimeoutMs);
  const endOwn = async () => {
    if ("connection" in options) await pool.end();
  };
  try {
    const connections = createPostgresConnections(pool, answerTimeoutMs);
    await prepareSchema(connections, `"${schema}"`);
    return createPostgresLog(connections, `"${schema}"`, options, endOwn);
  } catch (error) {
    await endOwn();
    throw error;
  }
}

function createPostgresLog(
  connections: PostgresConnections,
  schema: string,
  { clock, engine, maxAttachmentBytes: maxBytes = MAX_ATTACHMENT_BYTES }: PostgresLogSettings,
  end: () => Promise<void>,
): Log {
  const now = () => clock?.now();
  const time = async (session: PostgresSession) => now() ?? readDatabaseTime(session);
  const rows = createPostgresAttachmentRows(schema);
  const attachments = createPostgresAttachments({ connections, rows, maxBytes, time });
  const reading = createPostgresReading(connections, schema, now);
  const writing = createPostgresWriting(schema);
  const { write, settle } = createPostgresWriter({ connections, writing, attachments: rows, time, engine });

  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= settle().then(end);
    return closing;
  };
  const withToken = <Request>(request: Request) => ({ ...request, token: randomUUID() });
  return {
    append: (stream, append) => write([stream], (draft) => appendEvents(draft, stream, append)),
    appendAll: (writes) =>
      write(
        writes.map(({ stream }) => stream),
        (draft) => appendToAll(draft, writes),
      ),
    appendClaiming: (stream, append, request) =>
      write([stream], (draft) => claimAndAppend(draft, { ...append, stream }, withToken(request))),
    ...reading,
    expire: (stream, expiry) => write([stream], (draft) => expireStream(draft, stream, expiry)),
    ...attachments,
    claim: (stream, request) => write([stream], (draft) => takeClaim(draft, stream, withToken(request))),
    renew: (claim, leaseMs) => write([claim.stream], (draft) => renewClaim(draft, claim, leaseMs)),
    release: (claim) => write([claim.stream], (draft) => releaseClaim(draft, claim)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function openPool(connectionString: string, connectionTimeoutMillis: number): Promise<PostgresPool> {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis });
  // A connection that is lost while nobody uses it is replaced when one is needed.
  pool.on("error", () => undefined);
  return pool;
}
