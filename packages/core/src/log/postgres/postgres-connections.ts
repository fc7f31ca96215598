import { sha256 } from "../../digest.js";
import { isConnectionLoss, toCommitFailure, toPostgresFailure } from "./postgres-failure.js";

/** What is needed of a pool of connections: a `Pool` of `pg` is one. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>;
  end(): Promise<void>;
}

/** One connection of a pool, in use until it is released. */
export interface PostgresClient {
  query(query: PostgresQuery): Promise<{ readonly rows: readonly PostgresRow[] }>;
  release(destroy?: boolean): void;
  on(event: "error", listener: (error: Error) => void): unknown;
  off(event: "error", listener: (error: Error) => void): unknown;
}

export interface PostgresQuery {
  readonly text: string;
  /** Under what the server keeps the statement prepared, for this connection. */
  readonly name?: string | undefined;
  readonly values?: unknown[] | undefined;
  /** Milliseconds after which `pg` gives an answer up. */
  readonly query_timeout?: number | undefined;
}

/** A row by its column names. */
export type PostgresRow = Readonly<Record<string, unknown>>;

/** One connection at work. Failures come in our words, where there are such words. */
export interface PostgresSession {
  query(text: string, values?: readonly unknown[]): Promise<readonly PostgresRow[]>;
}

/** Lends connections of a pool. One that does not answer in time, or is lost, is not lent again. */
export interface PostgresConnections {
  use<Result>(work: (session: PostgresSession) => Promise<Result>): Promise<Result>;
  /** Runs work as one transaction: all of it or nothing. */
  transact<Result>(work: (session: PostgresSession) => Promise<Result>): Promise<Result>;
}

/** How long a write waits for one of another process, and how long the server bears a writer that has fallen silent. */
const BEGIN = `BEGIN ISOLATION LEVEL READ COMMITTED;
  SET LOCAL lock_timeout = '10s'; SET LOCAL idle_in_transaction_session_timeout = '10s'`;

export function createPostgresConnections(pool: PostgresPool, answerTimeoutMs: number): PostgresConnections {
  const nameOf = createStatementNames();
  const use = async <Result>(work: (session: PostgresSession) => Promise<Result>): Promise<Result> => {
    const client = await connect(pool);
    let lost = false;
    // Without a listener, a connection that is lost between two queries would end the process.
    const onError = () => {
      lost = true;
    };
    client.on("error", onError);
    try {
      return await work({
        async query(text, values = []) {
          try {
            return (
              await client.query({ text, ...prepared(nameOf, text, values), query_timeout: answerTimeoutMs })
            ).rows;
          } catch (error) {
            lost ||= isConnectionLoss(error);
            throw toPostgresFailure(error);
          }
        },
      });
    } finally {
      client.release(lost);
      client.off("error", onError);
    }
  };
  return {
    use,
    transact: (work) =>
      use(async (session) => {
        await session.query(BEGIN);
        const result = await workOrRollBack(session, work);
        await commit(session);
        return result;
      }),
  };
}

async function connect(pool: PostgresPool): Promise<PostgresClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw toPostgresFailure(error);
  }
}

/** Most of the time of a short statement goes into its plan, so those with values are prepared. Several at once have none. */
function prepared(nameOf: (text: string) => string, text: string, values: readonly unknown[]) {
  return values.length === 0 ? {} : { name: nameOf(text), values: [...values] };
}

/** The same name for the same text, in every process. There are not many texts. */
function createStatementNames() {
  const names = new Map<string, string>();
  return (text: string): string => {
    const name = names.get(text) ?? `spm_${sha256(text).slice(0, 32)}`;
    names.set(text, name);
    return name;
  };
}

async function workOrRollBack<Result>(
  session: PostgresSession,
  work: (session: PostgresSession) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(session);
  } catch (error) {
    // A connection that is lost has rolled back by itself; the first failure is the one to tell.
    await session.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/** @throws SpmError `remote.unknown` when the connection is lost before the answer: it may have been written. */
async function commit(session: PostgresSession): Promise<void> {
  try {
    await session.query("COMMIT");
  } catch (error) {
    throw toCommitFailure(error);
  }
}
