import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRedactor } from "../redact.js";
import { createFakeClock, type FakeClock } from "../testing/fake-clock.js";
import { expireStreams } from "./expire-streams.js";
import { verifyChain } from "./hash-chain.js";
import { analyst, newCheckpointKey, noteKind, write } from "./seal-fixture.js";
import { sealLog } from "./seal-log.js";
import { openSqliteDriver } from "./sqlite/sqlite-driver.js";
import { openSqliteLog, type SqliteLog } from "./sqlite/sqlite-log.js";
import { SCHEMA_STEPS } from "./sqlite/sqlite-tables.js";
import { foldStream, openStream } from "./stream.js";
import { verifyLog } from "./verify-log.js";

const canary = "participant-4711-earned-9000";
/** Enough to fill several pages of the file. */
const long = `${canary} `.repeat(1_000);
const old = { kind: "note", id: "old" };
const request = {
  actor: analyst,
  redactor: createRedactor(),
  reason: "Kept for seven years, which are over.",
};

let folder: string;
let path: string;
let clock: FakeClock;
let log: SqliteLog;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-expiry-"));
  path = join(folder, "log.sqlite");
  clock = createFakeClock();
  log = await openSqliteLog({ path, clock });
  await write(log, "old", [long, "two"], "closed");
  await write(log, "open", ["one"]);
  clock.advance(1_000);
  await write(log, "new", ["one"], "closed");
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

const expire = (changes: Partial<Parameters<typeof expireStreams>[2]> = {}) =>
  expireStreams(log, noteKind, { ...request, before: clock.now(), ...changes });

describe("expireStreams", () => {
  test("lets the data of ended streams go, and of no other", async () => {
    expect(await expire()).toEqual([old]);
    expect(await expire()).toEqual([]);
    expect(
      (await log.read(old)).map(({ seq, type, data, expiredBy }) => [seq, type, data, expiredBy]),
    ).toEqual([
      [1, "line.added", undefined, 4],
      [2, "line.added", undefined, 4],
      [3, "note.closed", undefined, 4],
      [4, "payload.expired", { throughSeq: 3, reason: request.reason, status: "closed" }, undefined],
    ]);
    expect((await log.read(old)).at(-1)?.actor).toEqual(analyst);
    for (const id of ["open", "new"])
      expect((await log.read({ kind: "note", id })).every(({ data }) => data !== undefined)).toBe(true);
    expect(await log.find(old)).toMatchObject({ status: "expired", subject: "notes", head: { seq: 4 } });
  });

  test("leaves every chain and every seal as provable as before", async () => {
    const key = newCheckpointKey();
    await sealLog(log, key, { actor: analyst });
    await expire();
    expect(verifyChain(old, await log.read(old))).toEqual((await log.find(old))?.head);
    expect((await verifyLog(log, { publicKeys: [key.publicKey] })).problems).toEqual([]);
    await sealLog(log, key, { actor: analyst });
    expect((await verifyLog(log, { publicKeys: [key.publicKey] })).problems).toEqual([]);
  });

  test("refuses the state of an expired stream, and names the tombstone", async () => {
    const early = await openStream(log, noteKind, "old", request);
    await expire();
    const refusal = { code: "log.expired", details: { stream: "note/old", seq: 4 } };
    await expect(openStream(log, noteKind, "old", request)).rejects.toMatchObject(refusal);
    await expect(early.refresh()).rejects.toMatchObject(refusal);
    const events = await log.read(old);
    expect(() => foldStream(noteKind, events)).toThrow(expect.objectContaining(refusal));
  });

  test("takes it out of the file, not only out of the table", async () => {
    await expire();
    await log.close();
    for (const name of await readdir(folder))
      expect(await readFile(join(folder, name), "latin1")).not.toContain(canary);
    log = await openSqliteLog({ path, clock });
    expect(await log.read(old)).toHaveLength(4);
  });

  test("wants a reason, takes secrets out of it, and leaves alone what never ends", async () => {
    await expect(expire({ reason: " " })).rejects.toMatchObject({ code: "config.invalid" });
    await expect(
      expireStreams(log, { name: "note" }, { ...request, before: clock.now() }),
    ).rejects.toMatchObject({ code: "operation.unsupported", details: { operation: "expire note" } });
    const redactor = createRedactor();
    redactor.addSecret("hunter22");
    await expire({ redactor, reason: "told by hunter22" });
    expect((await log.read(old)).at(-1)?.data).toMatchObject({ reason: "told by [redacted]" });
  });

  test("leaves a stream as it is that somebody moves at this moment, and stops when it is told to", async () => {
    const claim = await log.claim(old, { worker: "one", leaseMs: 10_000 });
    expect(await expire()).toEqual([]);
    await log.release(claim);
    const reason = new RangeError("enough");
    await expect(expire({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(await expire()).toEqual([old]);
  });
});

describe("the rule of the database", () => {
  const tombstone = `INSERT INTO event (kind, id, seq, type, at, actor_kind, actor_id, epoch, data, data_digest, previous_hash, hash)
    SELECT kind, id, 9, 'payload.expired', at, actor_kind, actor_id, epoch, '{}', data_digest, previous_hash, hash
    FROM event WHERE id = 'new' AND seq = 1`;
  const withoutData = "UPDATE event SET data = '' WHERE id = 'new' AND seq = 1";

  test("lets data go only where a tombstone stands after it", async () => {
    await log.close();
    const driver = await openSqliteDriver(path);
    expect(() => driver.exec(withoutData)).toThrow(/never changed/);
    driver.exec(tombstone);
    driver.exec(withoutData);
    driver.close();
    log = await openSqliteLog({ path, clock });
  });

  test.each<readonly [string, string]>([
    ["other data", "UPDATE event SET data = '{}' WHERE id = 'new'"],
    ["data that is null", "UPDATE event SET data = NULL WHERE id = 'new'"],
    ["data once more", "UPDATE event SET data = '\"back\"' WHERE id = 'old'"],
    ["the same nothing twice", "UPDATE event SET data = '' WHERE id = 'old' AND seq = 1"],
    ["no data of a tombstone", "UPDATE event SET data = '' WHERE id = 'old' AND seq = 4"],
    ...["position", "seq", "at", "epoch"].map(
      (column) =>
        [`another ${column} with it`, `${withoutData.replace("''", `'', ${column} = 77`)}`] as const,
    ),
    ...["kind", "id", "type", "actor_kind", "actor_id", "data_digest", "previous_hash", "hash"].map(
      (column) =>
        [`another ${column} with it`, `${withoutData.replace("''", `'', ${column} = 'x'`)}`] as const,
    ),
  ])("lets nobody write %s", async (_what, sql) => {
    await expire();
    await log.close();
    const driver = await openSqliteDriver(path);
    driver.exec(tombstone);
    driver.exec(tombstone.replaceAll("'new'", "'old'"));
    expect(() => driver.exec(sql)).toThrow(/never changed|NOT NULL/);
    driver.close();
    log = await openSqliteLog({ path, clock });
  });

  test("comes to a log that was written before data could expire", async () => {
    await log.close();
    const earlier = join(folder, "earlier.sqlite");
    const driver = await openSqliteDriver(earlier);
    driver.exec(SCHEMA_STEPS[0] ?? "");
    driver.exec(`ATTACH '${path}' AS later; INSERT INTO event SELECT * FROM later.event;
      INSERT INTO stream SELECT kind, id, seq, hash, status, subject, created_at, updated_at FROM later.stream;
      PRAGMA application_id = ${0x53504d4f}; PRAGMA user_version = 1`);
    driver.close();
    log = await openSqliteLog({ path: earlier, clock });
    expect(await log.attach({ kind: "note", id: "new" }, Buffer.from("a file"))).toMatchObject({
      sizeBytes: 6,
    });
    expect(await expire()).toEqual([old]);
    expect((await verifyLog(log)).problems).toEqual([]);
  });
});
