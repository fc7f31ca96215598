import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../clock.js";
import type { Log } from "../log/log.js";
import { type PostgresServer, startPostgresServer } from "../log/postgres/postgres-fixture.js";
import { openPostgresLog } from "../log/postgres/postgres-log.js";
import { createSeen } from "../testing/seen-fixture.js";
import { describeWakeEngineContract } from "../testing/wake-engine-contract.js";
import { createGraphileEngine, type GraphileEngine } from "./graphile-engine.js";

let server: PostgresServer;
let pool: Pool;
beforeAll(async () => {
  server = await startPostgresServer();
  pool = server.createPool({ max: 20 });
});
afterAll(async () => {
  await pool.end();
  await server.close();
});

let tasks = 0;
const nextTask = () => {
  tasks += 1;
  return `task-${tasks}`;
};

describeWakeEngineContract("graphile-worker", async ({ onError }) => {
  const engine = await createGraphileEngine({ pool, task: nextTask(), pollMs: 50, onError });
  return { engine, clock: systemClock, close: async () => undefined };
});

describe("a log with graphile-worker", () => {
  const stream = { kind: "note", id: "1" };
  const actor = { kind: "service", id: "test" } as const;
  const writing = (expectedSeq: number, dueMs?: number) => ({
    events: [{ type: "written", actor, data: { text: "kept" } }],
    expectedSeq,
    index: { status: "open", subject: "notes", dueMs },
  });
  const request = { worker: "worker one", leaseMs: 60_000 };

  async function withLog(work: (log: Log, engine: GraphileEngine, task: string) => Promise<void>) {
    const task = nextTask();
    await using engine = await createGraphileEngine({ pool, task, pollMs: 50 });
    await using log = await openPostgresLog({ pool, schema: task.replace("-", "_"), engine });
    await work(log, engine, task);
  }
  const jobs = async (task: string) =>
    (
      await pool.query(
        `SELECT key, run_at > clock_timestamp() AS is_later FROM graphile_worker.jobs
         WHERE task_identifier = $1 AND key IS NOT NULL ORDER BY key`,
        [task],
      )
    ).rows;

  test("keeps the wake together with the event that calls for it, or neither", () =>
    withLog(async (log, engine, task) => {
      await log.append(stream, writing(0, 1));
      expect(await jobs(task)).toMatchObject([{ is_later: false }]);
      await expect(log.append({ ...stream, id: "2" }, writing(7, 1))).rejects.toMatchObject({
        code: "log.conflict",
      });
      expect(await jobs(task)).toHaveLength(1);
      const woken = createSeen<unknown>();
      await engine.start(async (found) => woken.add(found));
      await woken.until(1);
      expect(woken.all).toEqual([stream]);
    }));

  test("has one wake for now and one for later, however often they are asked for", () =>
    withLog(async (log, _, task) => {
      const tomorrow = Date.now() + 86_400_000;
      await log.append(stream, writing(0, 1));
      await log.append(stream, writing(1, 2));
      await log.append(stream, writing(2, tomorrow));
      await log.append(stream, writing(3, tomorrow + 1));
      await log.append(stream, writing(4));
      expect(await jobs(task)).toMatchObject([{ is_later: true }, { is_later: false }]);
      const ids = ["2", "3", "4"];
      await log.appendAll(ids.map((id) => ({ stream: { ...stream, id }, ...writing(0, 1) })));
      expect(await jobs(task)).toHaveLength(5);
    }));

  test("wakes nobody for a stream that its writer goes on to move, until it gives the claim back", () =>
    withLog(async (log, _, task) => {
      const { claim } = await log.appendClaiming(stream, writing(0, 1), request);
      await log.append(stream, { ...writing(1, 1), claim });
      expect(await jobs(task)).toEqual([]);
      await log.append(stream, { ...writing(2, 1), claim, release: true });
      expect(await jobs(task)).toHaveLength(1);

      const another = { kind: "note", id: "another" };
      const { claim: held } = await log.appendClaiming(another, writing(0, 1), request);
      expect(await jobs(task)).toHaveLength(1);
      await log.release(held);
      expect(await jobs(task)).toHaveLength(2);
    }));

  test("is woken although a worker was killed in the middle of the same stream", () =>
    withLog(async (log, engine, task) => {
      await log.append(stream, writing(0, 1));
      const { rowCount } = await pool.query(
        "UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'killed' WHERE key LIKE $1",
        [`${task}:%`],
      );
      expect(rowCount).toBe(1);
      const woken = createSeen<unknown>();
      await engine.start(async (found) => woken.add(found));
      await engine.wake(stream);
      await woken.until(1);
      expect(woken.all).toEqual([stream]);
    }));

  test("goes on when the database comes back after it was away at the end of a call", async () => {
    await using own = await startPostgresServer();
    const ownPool = own.createPool();
    const troubles = createSeen<unknown>();
    const woken = createSeen<unknown>();
    const onError = (_: unknown, about: unknown) => troubles.add(about);
    const engine = await createGraphileEngine({ pool: ownPool, pollMs: 10, onError });
    const away = createSeen<true>();
    await engine.start(async (found) => {
      woken.add(found);
      await away.until(1);
    });
    await engine.wake(stream);
    await woken.until(1);
    await own.crash();
    away.add(true);
    await troubles.until(1);
    await expect(engine.wake(stream)).rejects.toMatchObject({ code: "remote.unavailable" });
    await own.start();
    await engine.wake(stream);
    await woken.until(2);
    expect(woken.all).toEqual([stream, stream]);
    expect(new Set(troubles.all)).toEqual(new Set([undefined]));
    await engine.stop();
    await ownPool.end();
  });

  test("refuses a pool that is none of pg", async () => {
    const none = { connect: () => pool.connect(), end: async () => undefined };
    await expect(createGraphileEngine({ pool: none })).rejects.toThrow(TypeError);
  });
});
