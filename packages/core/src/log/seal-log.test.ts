import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { canonicalJson } from "../json.js";
import { hashSealedHead, verifyCheckpoint } from "./checkpoint.js";
import type { Log } from "./log.js";
import { verifyConsistency } from "./merkle-proof.js";
import { buildMerkleTree, hashLeaf } from "./merkle-tree.js";
import { analyst, newCheckpointKey, write } from "./seal-fixture.js";
import { readSealHistory } from "./seal-history.js";
import { sealLog } from "./seal-log.js";
import { openSqliteDriver } from "./sqlite/sqlite-driver.js";
import { openSqliteLog } from "./sqlite/sqlite-log.js";
import { verifyLog } from "./verify-log.js";

const key = newCheckpointKey();
const publicKeys = [key.publicKey];
let folder: string;
let path: string;
let log: Log;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-seal-"));
  path = join(folder, "log.sqlite");
  log = await openSqliteLog({ path });
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

const seal = (by = key) => sealLog(log, by, { actor: analyst });
const sealedHeads = async () =>
  (await readSealHistory(log, key.name, key.publicKey)).heads.map(({ id, seq }) => `${id}@${seq}`);

/** Does to the file what nobody should be able to: the way past the triggers that a thief would take. */
async function tamper(sql: string) {
  const driver = await openSqliteDriver(path);
  driver.exec("DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_deleted;");
  driver.exec(sql);
  driver.close();
}

describe("sealLog", () => {
  test("seals the head of each stream that has changed, in the order of the changes", async () => {
    await write(log, "b", ["one"]);
    await write(log, "a", ["one", "two"]);
    const first = await seal();
    expect(verifyCheckpoint(first.note, key.publicKey)).toEqual({ checkpoint: first.checkpoint });
    expect(await sealedHeads()).toEqual(["b@1", "a@2"]);

    await write(log, "c", ["one"]);
    await write(log, "b", ["two"]);
    const second = await seal();
    expect(await sealedHeads()).toEqual(["b@1", "a@2", "c@1", "b@2"]);
    expect([first.checkpoint.size, second.checkpoint.size]).toEqual([2, 4]);

    const { heads } = await readSealHistory(log, key.name, key.publicKey);
    expect(hashSealedHead({ kind: "note", id: "b", seq: 1, hash: "ff" })).toBe(
      hashLeaf(canonicalJson({ kind: "note", id: "b", seq: 1, hash: "ff" })),
    );
    const path = buildMerkleTree(heads.map(hashSealedHead)).consistencyProof(2);
    expect(verifyConsistency({ earlier: first.checkpoint, later: second.checkpoint, path })).toBe(true);
  });

  test("leaves a log alone that has not changed, and can begin with an empty one", async () => {
    const empty = await seal();
    expect(empty.checkpoint.size).toBe(0);
    expect(await seal()).toEqual(empty);
    await write(log, "a", ["one"]);
    const sealed = await seal();
    expect(await seal()).toEqual(sealed);
    expect(await log.read({ kind: "checkpoint", id: key.name })).toHaveLength(2);
  });

  test("makes one history when several seal at once", async () => {
    const other = await openSqliteLog({ path });
    for (const id of ["a", "b", "c"]) {
      await write(log, id, ["one"]);
      await Promise.all([seal(), sealLog(other, key, { actor: analyst }), write(log, `${id}2`, ["two"])]);
    }
    await other.close();
    await seal();
    expect(await verifyLog(log, { publicKeys })).toMatchObject({ problems: [], unsealedEvents: 0 });
    expect((await sealedHeads()).toSorted()).toEqual(["a2@1", "a@1", "b2@1", "b@1", "c2@1", "c@1"]);
  });

  test("seals a large log in several checkpoints", async () => {
    const event = { type: "line.added", actor: analyst, data: { text: "one" } };
    const index = { status: "open", subject: "notes" };
    const memory = await openSqliteLog({ path: ":memory:" });
    for (let id = 0; id < 5_001; id += 1)
      await memory.append({ kind: "note", id: String(id) }, { events: [event], expectedSeq: 0, index });
    expect((await sealLog(memory, key, { actor: analyst })).checkpoint.size).toBe(5_001);
    expect(await verifyLog(memory, { publicKeys })).toMatchObject({ checkpoints: 2, problems: [] });
    await memory.close();
  });

  test("does not seal over a checkpoint of another key under its name, nor over a changed tree", async () => {
    await write(log, "a", ["one"]);
    await seal();
    await expect(seal(newCheckpointKey())).rejects.toMatchObject({
      code: "log.damaged",
      details: { stream: `checkpoint/${key.name}`, seq: 1 },
    });
    await tamper(
      `UPDATE event SET data = json_set(data, '$.frontier[0]', '${"0".repeat(64)}') WHERE kind = 'checkpoint'`,
    );
    await expect(seal()).rejects.toMatchObject({ code: "log.damaged" });
  });

  test("stops between two checkpoints when it is told to", async () => {
    await write(log, "a", ["one"]);
    const reason = new RangeError("enough");
    await expect(sealLog(log, key, { actor: analyst, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    await expect(verifyLog(log, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe("verifyLog", () => {
  beforeEach(async () => {
    await write(log, "a", ["one", "two", "three"]);
    await write(log, "b", ["one"], "closed");
    await seal();
  });

  test("finds nothing wrong with a log as it was written, and counts what no checkpoint seals yet", async () => {
    await write(log, "a", ["four"]);
    expect(await verifyLog(log, { publicKeys })).toEqual({
      streams: 3,
      events: 7,
      checkpoints: 1,
      unsealedEvents: 1,
      uncheckedKeys: [],
      problems: [],
    });
    expect(await verifyLog(log)).toMatchObject({ uncheckedKeys: [key.name], problems: [] });
  });

  test.each([
    ["a changed byte of the data", "UPDATE event SET data = replace(data, 'two', 'owt')", "note/a", 2],
    [
      "another time",
      "UPDATE event SET at = at + 1 WHERE kind = 'note' AND id = 'a' AND seq = 3",
      "note/a",
      3,
    ],
    ["an event that was taken out", "DELETE FROM event WHERE id = 'a' AND seq = 1", "note/a", 1],
    [
      "an end that was cut off together with its head",
      `DELETE FROM event WHERE id = 'a' AND seq = 3; UPDATE stream SET seq = 2,
         hash = (SELECT hash FROM event WHERE id = 'a' AND seq = 2) WHERE id = 'a'`,
      "note/a",
      3,
    ],
    [
      "a head that is not where the stream ends",
      `UPDATE stream SET hash = '${"0".repeat(64)}' WHERE id = 'b'`,
      "note/b",
      2,
    ],
    [
      "a stream that is gone without a trace",
      "DELETE FROM event WHERE id = 'b'; DELETE FROM stream WHERE id = 'b'",
      "note/b",
      1,
    ],
    [
      "data that is gone without a tombstone",
      "UPDATE event SET data = '' WHERE id = 'a' AND seq = 2",
      "note/a",
      2,
    ],
    [
      "a checkpoint with other leaves",
      "UPDATE event SET data = json_set(data, '$.heads[0].seq', 2) WHERE kind = 'checkpoint'",
      "checkpoint/example.test/operations",
      1,
    ],
    [
      "a checkpoint that cannot be read",
      "UPDATE event SET data = '{}' WHERE kind = 'checkpoint'",
      "checkpoint/example.test/operations",
      1,
    ],
    [
      "a log without its checkpoints",
      "DELETE FROM event WHERE kind = 'checkpoint'; DELETE FROM stream WHERE kind = 'checkpoint'",
      "checkpoint/example.test/operations",
      0,
    ],
  ])("finds %s", async (_what, sql, stream, seq) => {
    await tamper(sql);
    const { problems } = await verifyLog(log, { publicKeys });
    expect(problems[0]).toMatchObject({ stream, seq });
  });

  test("finds a history that was written anew from its first event on", async () => {
    const forged = await openSqliteLog({ path: join(folder, "forged.sqlite") });
    await write(forged, "a", ["one", "other", "three"]);
    await forged.close();
    await tamper(`ATTACH '${join(folder, "forged.sqlite")}' AS forged;
      DELETE FROM event WHERE id = 'a'; DELETE FROM stream WHERE id = 'a';
      INSERT INTO event (kind, id, seq, type, at, actor_kind, actor_id, epoch, data, data_digest, previous_hash, hash)
        SELECT kind, id, seq, type, at, actor_kind, actor_id, epoch, data, data_digest, previous_hash, hash FROM forged.event;
      INSERT INTO stream SELECT * FROM forged.stream;`);
    expect((await verifyLog(log, { publicKeys })).problems).toEqual([
      { stream: "note/a", seq: 3, problem: "is not the event that was sealed" },
    ]);
  });

  test("finds checkpoints that another key has made, where the public key is known", async () => {
    const thief = newCheckpointKey();
    expect((await verifyLog(log, { publicKeys: [thief.publicKey] })).problems).toMatchObject([
      { stream: `checkpoint/${key.name}`, seq: 1, problem: expect.stringContaining("not signed by") },
    ]);
  });

  test("finds that the latest checkpoint was cut off with all that it sealed, by a note that was kept elsewhere", async () => {
    await write(log, "c", ["one"]);
    const { note } = await seal();
    expect((await verifyLog(log, { publicKeys, keptNotes: [note] })).problems).toEqual([]);
    await tamper(`DELETE FROM event WHERE id = 'c' OR (kind = 'checkpoint' AND seq = 2);
      DELETE FROM stream WHERE id = 'c';
      UPDATE stream SET seq = 1, hash = (SELECT hash FROM event WHERE kind = 'checkpoint') WHERE kind = 'checkpoint'`);
    expect((await verifyLog(log, { publicKeys })).problems).toEqual([]);
    expect((await verifyLog(log, { publicKeys, keptNotes: [note] })).problems).toMatchObject([
      { problem: expect.stringContaining("kept elsewhere with 3 heads") },
    ]);
    for (const [keys, kept] of [
      [[], note],
      [publicKeys, note.replace("\n3\n", "\n4\n")],
    ] as const) {
      const { problems } = await verifyLog(log, { publicKeys: keys, keptNotes: [kept] });
      expect(problems).toMatchObject([{ stream: `checkpoint/${key.name}`, seq: 0 }]);
    }
  });
});
