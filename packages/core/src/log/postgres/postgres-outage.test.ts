import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Log } from "../log.js";
import { verifyLog } from "../verify-log.js";
import { type PostgresServer, startPostgresServer } from "./postgres-fixture.js";
import { openPostgresLog } from "./postgres-log.js";
import { type PostgresProxy, startPostgresProxy } from "./postgres-proxy-fixture.js";

const stream = { kind: "note", id: "1" };
const actor = { kind: "service", id: "test" } as const;
const writing = (expectedSeq: number) => ({
  events: [{ type: "written", actor, data: { text: "kept" } }],
  expectedSeq,
  index: { status: "open", subject: "notes" },
});

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgresServer();
});
afterAll(() => server.close());

let schemas = 0;
beforeEach(() => {
  schemas += 1;
});
const schema = () => `outage_${schemas}`;

describe("a disturbed connection", () => {
  let proxy: PostgresProxy;
  let disturbed: Pool;
  let log: Log;
  /** Gives a silent server up soon; for the calls that meet one. */
  let impatient: Log;
  beforeEach(async () => {
    proxy = await startPostgresProxy(server);
    disturbed = server.createPool({ host: "127.0.0.1", port: proxy.port });
    log = await openPostgresLog({ pool: disturbed, schema: schema() });
    impatient = await openPostgresLog({ pool: disturbed, schema: schema(), answerTimeoutMs: 1_500 });
    await log.append(stream, writing(0));
  });
  afterEach(async () => {
    await log.close();
    await impatient.close();
    await disturbed.end();
    await proxy[Symbol.asyncDispose]();
  });
  const seqAfterwards = async () => (await log.find(stream))?.head.seq;

  test("leaves nothing behind when it is cut in the middle of a write, and says so", async () => {
    proxy.disturb("pg_advisory_xact_lock", "cut before the server sees it");
    await expect(log.append(stream, writing(1))).rejects.toMatchObject({
      code: "remote.unavailable",
      retryable: true,
    });
    expect(await seqAfterwards()).toBe(1);
    await log.append(stream, writing(1));
  });

  test.each([
    ["cut before the server sees it", 1],
    ["cut after the server has done it", 2],
    ["silence", 1],
  ] as const)("leaves open whether a commit happened: %s", async (disturbance, seq) => {
    proxy.disturb("COMMIT\u0000", disturbance);
    await expect(impatient.append(stream, writing(1))).rejects.toMatchObject({
      code: "remote.unknown",
      retryable: false,
    });
    expect(await seqAfterwards()).toBe(seq);
    expect(await verifyLog(log)).toMatchObject({ problems: [] });
  });

  test("is given up when it falls silent, in reading and in writing, and replaced", async () => {
    for (const [word, ask] of [
      ["SELECT", () => impatient.find(stream)],
      ["BEGIN", () => impatient.append(stream, writing(1))],
    ] as const) {
      proxy.disturb(word, "silence");
      await expect(ask()).rejects.toMatchObject({ code: "remote.unavailable" });
    }
    expect(await seqAfterwards()).toBe(1);
    await log.append(stream, writing(1));
  });

  test("refuses all who shared the transaction, and nobody who comes after", async () => {
    proxy.disturb("COMMIT\u0000", "cut before the server sees it");
    const together = await Promise.allSettled([
      log.append(stream, writing(1)),
      log.append({ ...stream, id: "2" }, writing(0)),
    ]);
    expect(together).toMatchObject([
      { reason: { code: "remote.unknown" } },
      { reason: { code: "remote.unknown" } },
    ]);
    await log.append({ ...stream, id: "2" }, writing(0));
  });
});

describe("a server in trouble", () => {
  let pool: Pool;
  beforeEach(() => {
    pool = server.createPool();
  });
  afterEach(() => pool.end());

  test("may end a connection in the middle of a write: nothing of it is kept", async () => {
    const log = await openPostgresLog({ pool, schema: schema() });
    const other = await pool.connect();
    await other.query(`BEGIN; LOCK TABLE ${schema()}.event IN SHARE MODE`);
    const waits = log.append(stream, writing(0)).catch((error: unknown) => error);
    const ended = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
    while ((await pool.query(ended)).rowCount === 0);
    expect(await waits).toMatchObject({ code: "remote.unavailable" });
    await other.query("ROLLBACK");
    other.release();
    expect(await log.find(stream)).toBeUndefined();
    await log.append(stream, writing(0));
    await log.close();
  });

  test("may be restarted: the log goes on where it was", async () => {
    const log = await openPostgresLog({ pool, schema: schema() });
    await log.append(stream, writing(0));
    await server.crash();
    await expect(log.append(stream, writing(1))).rejects.toMatchObject({ code: "remote.unavailable" });
    await expect(log.find(stream)).rejects.toMatchObject({ code: "remote.unavailable" });
    await server.start();
    await log.append(stream, writing(1));
    expect(await log.read(stream)).toHaveLength(2);
    expect(await verifyLog(log)).toMatchObject({ events: 2, problems: [] });
    await log.close();
  });
});
