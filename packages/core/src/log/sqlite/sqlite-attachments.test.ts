import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFakeClock, type FakeClock } from "../../testing/fake-clock.js";
import type { KeptAttachment } from "../attachment.js";
import { verifyLog } from "../verify-log.js";
import { openSqliteDriver } from "./sqlite-driver.js";
import { openSqliteLog, type SqliteLog } from "./sqlite-log.js";

const stream = { kind: "note", id: "1" };
const actor = { kind: "service", id: "test" } as const;
const KIB = 1_024;
const canary = "participant-4711-earned-9000";
/** Six pieces, which are two writes. */
const content = Buffer.alloc(1_300 * KIB, canary);

let folder: string;
let path: string;
let clock: FakeClock;
let log: SqliteLog;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-attachments-"));
  path = join(folder, "log.sqlite");
  clock = createFakeClock();
  log = await openSqliteLog({ path, clock, maxAttachmentBytes: content.length });
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

/** Does something to the file with SQL. */
async function withFile<Result>(work: (driver: Awaited<ReturnType<typeof openSqliteDriver>>) => Result) {
  const driver = await openSqliteDriver(path);
  try {
    return work(driver);
  } finally {
    driver.close();
  }
}
const rowsOf = (table: string) =>
  withFile((driver) => driver.prepare(`SELECT count(*) AS n FROM ${table}`).get());

async function attachAndName(): Promise<KeptAttachment> {
  const kept = await log.attach(stream, content);
  const data = { attachments: [{ name: "rejects.csv", mediaType: "text/csv", ...kept }] };
  const index = { status: "open", subject: "notes" };
  await log.append(stream, { events: [{ type: "written", actor, data }], expectedSeq: 0, index });
  return kept;
}

async function readAll(digest: string) {
  let sizeBytes = 0;
  for await (const bytes of log.readAttachment(stream, digest)) sizeBytes += bytes.length;
  return sizeBytes;
}

describe("the limit of an attachment", () => {
  test("takes as many bytes as it says, and not one more", async () => {
    await expect(log.attach(stream, content)).resolves.toMatchObject({ sizeBytes: content.length });
    async function* endless() {
      for (;;) yield content;
    }
    for (const more of [Buffer.concat([content, Buffer.of(1)]), endless()])
      await expect(log.attach({ ...stream, id: "2" }, more)).rejects.toMatchObject({
        code: "file.refused",
        message: expect.stringContaining(`larger than ${content.length} bytes`),
      });
    expect(await rowsOf("attachment")).toMatchObject({ n: 1 });
    expect(await rowsOf("attachment_chunk")).toMatchObject({ n: 6 });
  });

  test("is 64 MiB where nobody says otherwise", async () => {
    const other = await openSqliteLog({ path: ":memory:" });
    async function* large() {
      const piece = Buffer.alloc(1_024 * KIB);
      for (let count = 0; count < 65; count += 1) yield piece;
    }
    await expect(other.attach(stream, large())).rejects.toMatchObject({
      details: { reason: "larger than 67108864 bytes" },
    });
    await other.close();
  });
});

describe("what a crash leaves of an attachment", () => {
  /** A writer that ends in the midst: nobody takes back what it has written. */
  async function crash() {
    await withFile((driver) =>
      driver.exec(`INSERT INTO attachment (kind, id, touched_at) VALUES ('note', '1', ${clock.now()});
        INSERT INTO attachment_chunk SELECT max(number), 0, x'00ff' FROM attachment`),
    );
  }

  test("is seen by nobody, and cleared by whoever attaches an hour later", async () => {
    await crash();
    await log.attach(stream, Buffer.from("one"));
    expect(await rowsOf("attachment")).toMatchObject({ n: 2 });
    clock.advance(3_600_001);
    await log.attach(stream, Buffer.from("two"));
    expect(await rowsOf("attachment")).toMatchObject({ n: 2 });
    expect(await rowsOf("attachment_chunk")).toMatchObject({ n: 2 });
    expect((await verifyLog(log)).problems).toEqual([]);
  });

  test("goes with the data of its stream", async () => {
    await attachAndName();
    await crash();
    await log.expire(stream, { expectedSeq: 1, actor, reason: "Kept long enough." });
    expect(await rowsOf("attachment")).toMatchObject({ n: 0 });
    expect(await rowsOf("attachment_chunk")).toMatchObject({ n: 0 });
  });
});

describe("an attachment that has expired", () => {
  test("is gone from the file, not only from the tables, and leaves a log that verifies", async () => {
    await attachAndName();
    await log.expire(stream, { expectedSeq: 1, actor, reason: "Kept long enough." });
    expect((await verifyLog(log)).problems).toEqual([]);
    await log.close();
    for (const name of await readdir(folder))
      expect((await readFile(join(folder, name), "latin1")).includes(canary)).toBe(false);
    log = await openSqliteLog({ path, clock });
  });
});

describe("the rule of the database", () => {
  test.each([
    ["another byte", "UPDATE attachment_chunk SET bytes = x'00'", /never changed/],
    ["one more piece", "INSERT INTO attachment_chunk VALUES (1, 6, x'00')", /never changed/],
    ["another digest", "UPDATE attachment SET digest = 'x'", /never changed/],
    ["another stream", "UPDATE attachment SET id = '2'", /never changed/],
    ["an attachment less", "DELETE FROM attachment", /never deleted/],
    ["a piece less", "DELETE FROM attachment_chunk", /never deleted/],
  ])("lets nobody write %s, not even with SQL", async (_what, sql, refusal) => {
    const { digest } = await attachAndName();
    await withFile((driver) => expect(() => driver.exec(sql)).toThrow(refusal));
    expect(await readAll(digest)).toBe(content.length);
  });
});

describe("damage by hand", () => {
  const name = expect.stringContaining("rejects.csv");

  test.each([
    [
      "a flipped bit",
      "UPDATE attachment_chunk SET bytes = CAST(x'ff' || substr(bytes, 2) AS BLOB) WHERE position = 3",
      "log.damaged",
      "is not what was attached",
    ],
    ["a piece that is gone", "DELETE FROM attachment_chunk WHERE position = 3", "log.damaged", "is not what"],
    ["a last piece that is gone", "DELETE FROM attachment_chunk WHERE position = 5", "log.damaged", "is not"],
    ["pieces that are gone", "DELETE FROM attachment_chunk", "log.damaged", "is not what was attached"],
    [
      "two pieces in each other's place",
      `UPDATE attachment_chunk SET position = 9 WHERE position = 4;
       UPDATE attachment_chunk SET position = 4 WHERE position = 5;
       UPDATE attachment_chunk SET position = 5 WHERE position = 9`,
      "log.damaged",
      "is not what was attached",
    ],
    ["another size", "UPDATE attachment SET size_bytes = 5", "log.damaged", "is not what was attached"],
    ["an attachment that is gone", "DELETE FROM attachment", "file.not-found", "is missing"],
  ])("is found: %s", async (_what, sql, code, wrong) => {
    const { digest } = await attachAndName();
    expect((await verifyLog(log)).problems).toEqual([]);
    await withFile((driver) => {
      for (const table of ["attachment", "attachment_chunk"])
        for (const rule of ["changed", "deleted"]) driver.exec(`DROP TRIGGER ${table}_is_never_${rule}`);
      driver.exec(sql);
    });
    await expect(readAll(digest)).rejects.toMatchObject({ code });
    const { problems } = await verifyLog(log);
    expect(problems).toMatchObject([{ stream: "note/1", seq: 1, problem: name }]);
    expect(problems[0]?.problem).toContain(`which ${wrong}`);
  });
});

describe("verifyLog", () => {
  test("finds an attachment that an event names and the log never had, or had with another size", async () => {
    const { digest } = await log.attach(stream, Buffer.from("four"));
    const attachment = { name: "a", mediaType: "text/plain", digest, sizeBytes: 4 };
    const write = (seq: number, attachments: readonly (typeof attachment)[]) =>
      log.append(stream, {
        events: [{ type: "written", actor, data: { attachments } }],
        expectedSeq: seq,
        index: { status: "open", subject: "notes" },
      });
    await write(0, [attachment, attachment]);
    expect((await verifyLog(log)).problems).toEqual([]);
    await write(1, [attachment, { ...attachment, sizeBytes: 5 }]);
    expect((await verifyLog(log)).problems).toMatchObject([
      { seq: 2, problem: expect.stringContaining("has 4 bytes and not 5") },
    ]);
    const stop = AbortSignal.abort(new RangeError("enough"));
    await expect(verifyLog(log, { signal: stop })).rejects.toBe(stop.reason);
  });
});

describe("a backup", () => {
  test("holds the attachments too", async () => {
    const { digest } = await attachAndName();
    const target = join(folder, "copy.sqlite");
    await log.backUp(target);
    await log.close();
    log = await openSqliteLog({ path: target, clock });
    expect(await readAll(digest)).toBe(content.length);
  });
});
