import type { Pool, PoolClient } from "pg";
import { z } from "zod";
import { createPostgresConnections, type PostgresPool } from "../log/postgres/postgres-connections.js";
import type { PostgresWakes } from "../log/postgres/postgres-wakes.js";
import { type KeptRunner, keepRunning } from "./graphile-runner.js";
import { createGraphileWakes } from "./graphile-wakes.js";
import { createWakeCalls, type OnWakeError, type WakeCalls, warnOfFailure } from "./wake-calls.js";
import type { OnWake, WakeEngine } from "./wake-engine.js";

export interface GraphileEngineOptions {
  /**
   * A `Pool` of `pg` on the database of the log; it stays the caller's to end. The engine listens on one of its
   * connections and asks for work on others, so it wants some more than the log does.
   */
  readonly pool: PostgresPool;
  /** The schema of graphile-worker, made or brought up to date at the start. @defaultValue "graphile_worker" */
  readonly workerSchema?: string | undefined;
  /** Under what the jobs go; another one for each log that shares the schema. @defaultValue "spm-ops.wake" */
  readonly task?: string | undefined;
  /** Streams that this process is called for at the same time. @defaultValue 10 */
  readonly concurrency?: number | undefined;
  /**
   * How often to look for jobs whose time has come, and for those of which no notice came; jobs for now are noticed at
   * once.
   *
   * @defaultValue 1_000
   */
  readonly pollMs?: number | undefined;
  /**
   * Told when a call fails, and when the database is away; the engine goes on, and comes back with the database.
   *
   * @defaultValue a warning of the process
   */
  readonly onError?: OnWakeError | undefined;
}

/** An engine whose wakes are jobs in the database. Given to `openPostgresLog`, they are kept with the events. */
export interface GraphileEngine extends WakeEngine, PostgresWakes {}

/**
 * A job that cannot be marked as done because the database is away then ends the runner, which is begun again; without
 * this its failure would end the process.
 */
const BATCHES = { completeJobBatchDelay: 0, failJobBatchDelay: 0 };

/** How long an answer of the database may take. */
const ANSWER_TIMEOUT_MS = 30_000;

const payloadSchema = z.object({ kind: z.string(), id: z.string() });

/**
 * Creates an engine on graphile-worker 0.17: its jobs outlive processes, and any process of the same task takes them.
 *
 * Within a process a stream has one call at a time; between processes its claim decides. A job is tried once: what
 * fails, or is lost with its process, is for the sweeper.
 *
 * @throws SpmError `auth.rejected` or `remote.unavailable` when there is no way to the database. TypeError when the pool
 * is none of `pg`.
 */
export async function createGraphileEngine({
  pool,
  workerSchema = "graphile_worker",
  task = "spm-ops.wake",
  concurrency = 10,
  pollMs = 1_000,
  onError = warnOfFailure,
}: GraphileEngineOptions): Promise<GraphileEngine> {
  if (!/^[a-z_][a-z0-9_]{0,39}$/.test(workerSchema)) throw new RangeError(`${workerSchema} is no plain name`);
  if (!isPoolOfPg(pool)) throw new TypeError("graphile-worker needs a Pool of pg");
  pool.on("connect", hearLosses).on("error", bearLoss);
  const { Logger, run, runMigrations } = await import("graphile-worker");
  const logger = new Logger(() => () => undefined);
  const shared = { pgPool: pool, schema: workerSchema, logger, preset: { worker: BATCHES } };
  const connections = createPostgresConnections(pool, ANSWER_TIMEOUT_MS);
  // Tells, in our words, when there is no way to the database.
  await connections.use((session) => session.query("SELECT 1"));
  await runMigrations(shared);
  const { enqueue } = createGraphileWakes(`"${workerSchema}"`, task);
  let began = false;
  let calls: WakeCalls | undefined;
  let runner: KeptRunner | undefined;

  const start = async (onWake: OnWake) => {
    if (began) throw new TypeError("this engine has begun already");
    began = true;
    const begun = createWakeCalls(onWake, onError);
    calls = begun;
    const taskList = { [task]: (payload: unknown) => begun.call(payloadSchema.parse(payload)) };
    const settings = { concurrency, pollInterval: pollMs, noHandleSignals: true, parsedCronItems: [] };
    runner = await keepRunning(() => run({ ...shared, ...settings, taskList }), {
      pauseMs: pollMs,
      onTrouble: (error) => onError(error, undefined),
    });
  };
  let stopping: Promise<void> | undefined;
  const stop = () => {
    began = true;
    stopping ??= (async () => {
      await calls?.stop();
      await runner?.stop();
      pool.off("connect", hearLosses).off("error", bearLoss);
    })();
    return stopping;
  };
  return {
    start,
    wake: (stream, notBeforeMs) => connections.use((session) => enqueue(session, [{ stream, notBeforeMs }])),
    enqueue,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Whoever uses a connection notices that it is lost; without a listener the loss would end the process. */
const bearLoss = () => undefined;
const hearLosses = (client: PoolClient) => void client.on("error", bearLoss);

/** Of a pool we need little; graphile-worker needs all of it. */
function isPoolOfPg(pool: PostgresPool): pool is PostgresPool & Pool {
  return "totalCount" in pool && "options" in pool;
}
