import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeLogContract } from "../../testing/log-contract.js";
import { type PostgresServer, startPostgresServer } from "./postgres-fixture.js";
import { openPostgresLog, type PostgresLogSettings } from "./postgres-log.js";

let server: PostgresServer;
let pool: Pool;
let schemas = 0;
beforeAll(async () => {
  server = await startPostgresServer();
  pool = server.createPool();
});
afterAll(async () => {
  await pool.end();
  await server.close();
});
const nextSchema = () => {
  schemas += 1;
  return `log_${schemas}`;
};

describeLogContract("PostgreSQL", async (clock) => {
  const options = { pool, schema: nextSchema(), clock };
  const log = await openPostgresLog(options);
  return { log, reopen: () => openPostgresLog(options), close: () => log.close() };
});

const stream = { kind: "note", id: "1" };
const actor = { kind: "service", id: "test" } as const;
const first = {
  events: [{ type: "written", actor, data: { text: "kept" } }],
  expectedSeq: 0,
  index: { status: "open", subject: "notes" },
};
const request = { worker: "worker one", leaseMs: 60_000 };

let schema: string;
beforeEach(() => {
  schema = nextSchema();
});
const open = (settings: PostgresLogSettings = {}) => openPostgresLog({ pool, schema, ...settings });

describe("openPostgresLog", () => {
  test("refuses the schema of another program and leaves it alone", async () => {
    for (const table of [
      "payroll (amount INTEGER)",
      "log (line TEXT)",
      "log (application TEXT, version INTEGER)",
    ]) {
      await pool.query(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.${table}`);
      await expect(open()).rejects.toMatchObject({ code: "log.incompatible" });
      const tables = await pool.query("SELECT 1 FROM pg_tables WHERE schemaname = $1", [schema]);
      expect(tables.rowCount).toBe(1);
      await pool.query(`DROP SCHEMA ${schema} CASCADE`);
    }
  });

  test("refuses a log that a newer version wrote", async () => {
    await open();
    await pool.query(`UPDATE ${schema}.log SET version = 99`);
    await expect(open()).rejects.toMatchObject({
      code: "log.incompatible",
      details: { found: "version 99" },
    });
  });

  test("refuses a name that is no plain name of a schema", async () => {
    await expect(open({ schema: 'x"; DROP TABLE payroll' })).rejects.toMatchObject({
      code: "config.invalid",
    });
  });

  test("refuses a server that acknowledges what is not on its disk", async () => {
    const careless = server.createPool({ options: "-c synchronous_commit=off" });
    await expect(openPostgresLog({ pool: careless, schema })).rejects.toMatchObject({
      code: "config.invalid",
      message: expect.stringContaining("synchronous_commit"),
    });
    await careless.end();
  });

  test("takes a schema that is there and empty, from a user who may make none", async () => {
    await pool.query(`CREATE ROLE clerk LOGIN; CREATE SCHEMA ${schema} AUTHORIZATION clerk`);
    const clerks = server.createPool({ user: "clerk" });
    const log = await openPostgresLog({ pool: clerks, schema });
    await log.append(stream, first);
    await expect(openPostgresLog({ pool: clerks, schema: "not_there" })).rejects.toMatchObject({
      code: "auth.rejected",
    });
    await clerks.end();
  });

  test("opens a pool of its own for a connection string, and ends it", async () => {
    const connection = `postgres://postgres@/postgres?host=${server.host}`;
    await using log = await openPostgresLog({ connection, schema });
    await log.append(stream, first);
    await log.close();
    await expect(openPostgresLog({ connection: `${connection}&port=1`, schema })).rejects.toMatchObject({
      code: "remote.unavailable",
    });
    await expect(
      openPostgresLog({ connection: connection.replace("/postgres?", "/nowhere?"), schema }),
    ).rejects.toMatchObject({ code: "remote.not-found" });
  });

  test("says that a standby cannot be written", async () => {
    await open();
    const standby = server.createPool({ options: "-c default_transaction_read_only=on" });
    await expect(openPostgresLog({ pool: standby, schema })).rejects.toMatchObject({
      code: "operation.unsupported",
    });
    await standby.end();
  });
});

describe("a log in PostgreSQL", () => {
  test("goes by the clock of the database, on which all machines agree", async () => {
    const log = await open();
    await log.append(stream, { ...first, index: { ...first.index, dueMs: 1 } });
    const brief = await log.claim(stream, { ...request, leaseMs: 30 });
    await pool.query("SELECT pg_sleep(0.05)");
    await expect(log.renew(brief, 60_000)).rejects.toMatchObject({ code: "claim.lost" });
    const due = async () => {
      const ids: string[] = [];
      for await (const { stream: found } of log.list({ kind: "note", dueByMs: 1 })) ids.push(found.id);
      return ids;
    };
    expect(await due()).toEqual(["1"]);
    const { untilMs } = await log.claim(stream, request);
    expect(await due()).toEqual([]);
    const { rows } = await pool.query("SELECT (extract(epoch FROM now()) * 1000)::float8 AS now");
    expect(untilMs).toBeLessThanOrEqual(rows[0].now + request.leaseMs);
  });

  test("lets nobody change, delete or truncate what was kept, not even with SQL", async () => {
    const log = await open();
    await log.append(stream, first);
    await log.attach(stream, Buffer.from("evidence"));
    for (const table of ["event", "attachment", "attachment_chunk"]) {
      const column = { event: "type", attachment: "digest", attachment_chunk: "bytes" }[table];
      for (const sql of [
        `UPDATE ${schema}.${table} SET ${column} = 'forged'`,
        `DELETE FROM ${schema}.${table}`,
        `TRUNCATE ${schema}.${table}`,
      ])
        await expect(pool.query(sql), sql).rejects.toThrow(/never changed or deleted/);
    }
    await expect(pool.query(`UPDATE ${schema}.event SET data = NULL`)).rejects.toThrow(/never changed/);
    const chunk = `INSERT INTO ${schema}.attachment_chunk SELECT number, 1, 'more' FROM ${schema}.attachment`;
    await expect(pool.query(chunk)).rejects.toThrow(/never changed/);
  });

  test("names the event that somebody has damaged all the same", async () => {
    const log = await open();
    await log.append(stream, first);
    for (const damage of ["data = 'no json'", "data = NULL", "actor_kind = 'nobody'"]) {
      await pool.query(
        `ALTER TABLE ${schema}.event DISABLE TRIGGER USER; UPDATE ${schema}.event SET ${damage}`,
      );
      await expect(log.read(stream)).rejects.toMatchObject({ code: "log.damaged", details: { seq: 1 } });
    }
  });

  test("keeps to its limit of an attachment", async () => {
    const log = await open({ maxAttachmentBytes: 10 });
    await log.attach(stream, Buffer.alloc(10));
    await expect(log.attach(stream, Buffer.alloc(11))).rejects.toMatchObject({ code: "file.refused" });
  });

  test("reads lists and changes of any length, a page at a time", async () => {
    const log = await open();
    const ids = Array.from({ length: 1_201 }, (_, number) => String(number).padStart(4, "0"));
    await log.appendAll(ids.map((id) => ({ stream: { kind: "note", id }, ...first })));
    const found: string[] = [];
    for await (const { stream: each } of log.list({ kind: "note" })) found.push(each.id);
    expect(found).toEqual(ids);
    const changed: string[] = [];
    for await (const { stream: each } of log.changes({ limit: 1_100 })) changed.push(each.id);
    expect(changed).toEqual(ids.slice(0, 1_100));
  });
});
