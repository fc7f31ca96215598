import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { verifyLog } from "../verify-log.js";
import { openSqliteDriver, toRow } from "./sqlite-driver.js";
import { openSqliteLog } from "./sqlite-log.js";
import { SCHEMA_STEPS } from "./sqlite-tables.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-schema-"));
  path = join(folder, "log.sqlite");
});
afterEach(() => rm(folder, { recursive: true }));

const stream = { kind: "note", id: "1" };
const event = { type: "written", actor: { kind: "service", id: "test" }, data: { text: "kept" } } as const;
const index = { status: "open", subject: "notes" };

async function read(sql: string): Promise<readonly unknown[]> {
  const driver = await openSqliteDriver(path);
  try {
    return driver
      .prepare(sql)
      .all()
      .map((row) => ({ ...toRow(row) }));
  } finally {
    driver.close();
  }
}

/** A log as an earlier version wrote it, with one event. */
async function writeLogOf(version: number): Promise<void> {
  const log = await openSqliteLog({ path: ":memory:" });
  const [kept] = await log.append(stream, { events: [event], expectedSeq: 0, index });
  await log.close();
  if (kept === undefined) return;
  const driver = await openSqliteDriver(path);
  driver.exec("PRAGMA application_id = 0x53504d4f");
  for (const step of SCHEMA_STEPS.slice(0, version)) driver.exec(step);
  driver.exec(`PRAGMA user_version = ${version}`);
  driver
    .prepare("INSERT INTO stream VALUES ('note', '1', 1, ?, 'open', 'notes', ?, ?)")
    .run(kept.hash, kept.at, kept.at);
  driver
    .prepare("INSERT INTO event VALUES (1, 'note', '1', 1, 'written', ?, 'service', 'test', 0, ?, ?, ?, ?)")
    .run(kept.at, JSON.stringify(kept.data), kept.dataDigest, kept.previousHash, kept.hash);
  driver.close();
}

describe("prepareSchema", () => {
  test.each([1, 2])("takes over a log of version %i in place, with all that it holds", async (version) => {
    await writeLogOf(version);
    const log = await openSqliteLog({ path });
    expect(await log.read(stream)).toMatchObject([event]);
    expect(await log.find(stream)).toMatchObject(index);
    await log.append(stream, { events: [event], expectedSeq: 1, index: { ...index, dueMs: 5 } });
    const due: string[] = [];
    for await (const head of log.list({ kind: "note", dueByMs: 5 })) due.push(head.stream.id);
    expect(due).toEqual(["1"]);
    await log.expire(stream, { expectedSeq: 2, actor: event.actor, reason: "Kept long enough." });
    expect(await verifyLog(log)).toMatchObject({ streams: 1, events: 3, problems: [] });
    await log.close();
    expect(await read("PRAGMA user_version")).toEqual([{ user_version: SCHEMA_STEPS.length }]);
  });

  test("gives an old log the same tables as a new one", async () => {
    const tables = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name";
    await writeLogOf(1);
    await (await openSqliteLog({ path })).close();
    const taken = await read(tables);
    await rm(path);
    await (await openSqliteLog({ path })).close();
    expect(await read(tables)).toEqual(taken);
    expect(taken.length).toBeGreaterThan(10);
  });

  test("changes nothing of a log that is up to date", async () => {
    await (await openSqliteLog({ path })).close();
    const [before] = await read("PRAGMA schema_version");
    await (await openSqliteLog({ path })).close();
    expect(await read("PRAGMA schema_version")).toEqual([before]);
  });
});
