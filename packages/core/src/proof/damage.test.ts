import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createCheckpointKey } from "../log/checkpoint-key.js";
import type { LogEvent } from "../log/event.js";
import type { Log } from "../log/log.js";
import { sealLog } from "../log/seal-log.js";
import { openSqliteDriver } from "../log/sqlite/sqlite-driver.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { verifyLog } from "../log/verify-log.js";
import { isSpmError } from "../spm-error.js";
import { createSeededRandom } from "./seeded-random-fixture.js";

const actor = { kind: "service", id: "test" } as const;
const content = new TextEncoder().encode("attached ".repeat(2_000));
const run = promisify(execFile);

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-damage-"));
  path = join(folder, "log.sqlite");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Adds an event to one of the streams, with an attachment in the first of each. */
async function write(log: Log, number: number): Promise<readonly LogEvent[]> {
  const stream = { kind: "note", id: `note ${number % 5}` };
  const known = await log.find(stream);
  const kept = known === undefined ? await log.attach(stream, content) : undefined;
  const attachments = kept === undefined ? [] : [{ name: "text", mediaType: "text/plain", ...kept }];
  const data = { text: `the ${number}th `.repeat(20), attachments };
  return log.append(stream, {
    events: [{ type: "written", actor, data }],
    expectedSeq: known?.head.seq ?? 0,
    index: { status: "open", subject: "notes" },
  });
}

async function fill(log: Log, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) await write(log, number);
}

/** What a log tells of events, in one text; or the code of the error that it tells instead. */
async function tell(file: string): Promise<{ readonly told: string; readonly problems: number }> {
  let log: Log;
  try {
    log = await openSqliteLog({ path: file });
  } catch (error) {
    return { told: codeOf(error), problems: 0 };
  }
  try {
    const events = [];
    for (let number = 0; number < 5; number += 1)
      events.push(await log.read({ kind: "note", id: `note ${number}` }));
    const { problems } = await verifyLog(log);
    return { told: JSON.stringify(events), problems: problems.length };
  } catch (error) {
    return { told: codeOf(error), problems: 0 };
  } finally {
    await log.close().catch(() => undefined);
  }
}

const HEADER_BYTES = 100;
const PAGE_BYTES = 4_096;

/**
 * A database with one damage each.
 *
 * What is no text stays as it is between the texts: bytes in a text that are none end a process on `libsql` 0.5.
 */
function* damage(whole: Buffer): Generator<readonly [string, Buffer]> {
  const random = createSeededRandom(20_260_105);
  const flip = (at: number) => {
    const bytes = Buffer.from(whole);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << random.below(7)), at);
    return [`a bit of byte ${at} was flipped`, bytes] as const;
  };
  for (let at = 0; at < HEADER_BYTES; at += 1) yield flip(at);
  const isText = (at: number) => [-2, -1, 0, 1, 2].every((by) => isLetter(whole[at + by] ?? 0));
  for (let flips = 0; flips < 150; ) {
    const at = random.between(PAGE_BYTES, whole.length - 1);
    if (!isText(at)) continue;
    flips += 1;
    yield flip(at);
  }
  for (let at = 0; at < whole.length; at += PAGE_BYTES) {
    const bytes = Buffer.from(whole);
    bytes.fill(0, at, at + PAGE_BYTES);
    yield [`page ${at / PAGE_BYTES} was emptied`, bytes];
  }
}

/** Digits and letters: what the log writes most. */
function isLetter(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a);
}

function isCode(told: string): boolean {
  return /^[a-z-]+\.[a-z-]+$/.test(told);
}

function codeOf(error: unknown): string {
  if (isSpmError(error)) return error.code;
  throw error;
}

describe("a log whose file was damaged", () => {
  test("is right, says so, or is found out: a bit anywhere in its head or in what was written, and any page", {
    timeout: 60_000,
  }, async () => {
    const log = await openSqliteLog({ path });
    await fill(log, 60);
    await log.close();
    const { told: truth } = await tell(path);
    const whole = await readFile(path);
    const seen = { right: 0, said: 0, found: 0 };
    for (const [what, bytes] of damage(whole)) {
      const damaged = join(folder, "damaged.sqlite");
      await writeFile(damaged, bytes);
      const { told, problems } = await tell(damaged);
      if (told === truth) seen.right += 1;
      else if (isCode(told)) seen.said += 1;
      else if (problems > 0) seen.found += 1;
      else expect.fail(`${what}, and the log tells something else without a word`);
      for (const end of ["", "-wal", "-shm"]) await rm(`${damaged}${end}`, { force: true });
    }
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0);
  });

  test("holds the first so many events, each whole, when its write-ahead log was cut off", async () => {
    const log = await openSqliteLog({ path });
    const kept: LogEvent[] = [];
    for (let number = 0; number < 20; number += 1) kept.push(...(await write(log, number)));
    const wal = await readFile(`${path}-wal`);
    const random = createSeededRandom(1);
    for (let cuts = 0; cuts < 25; cuts += 1) {
      const cut = join(folder, `cut-${cuts}.sqlite`);
      await copyFile(path, cut);
      await writeFile(`${cut}-wal`, wal.subarray(0, random.below(wal.length)));
      const again = await openSqliteLog({ path: cut });
      const present = [];
      for (const { stream, seq } of kept) present.push((await again.read(stream))[seq - 1]);
      const first = present.indexOf(undefined);
      const count = first < 0 ? kept.length : first;
      expect(present.slice(0, count)).toEqual(kept.slice(0, count));
      expect(present.slice(count).filter((event) => event !== undefined)).toEqual([]);
      expect((await verifyLog(again)).problems).toEqual([]);
      await again.close();
    }
    await log.close();
  });

  test("is not led astray by the write-ahead log of another one", async () => {
    const other = await openSqliteLog({ path: join(folder, "other.sqlite") });
    await fill(other, 7);
    const foreign = await readFile(join(folder, "other.sqlite-wal"));
    await other.close();
    const log = await openSqliteLog({ path });
    await fill(log, 40);
    const { privateKey } = generateKeyPairSync("ed25519");
    const key = createCheckpointKey({ name: "example.test/log", privateKey });
    const { note } = await sealLog(log, key, { actor: { kind: "service", id: "keeper" } });
    await log.close();
    const { told: truth } = await tell(path);
    await writeFile(`${path}-wal`, foreign);
    const { told } = await tell(path);
    if (told === truth || isCode(told)) return;
    // Where it holds the whole of the other log, that one is sound in itself: only a note kept elsewhere can tell.
    const led = await openSqliteLog({ path });
    const kept = { publicKeys: [key.publicKey], keptNotes: [note] };
    expect((await verifyLog(led, kept)).problems.length).toBeGreaterThan(0);
    await led.close();
  });

  test("is damaged, and says so, when its file was cut off", async () => {
    const log = await openSqliteLog({ path });
    await fill(log, 60);
    await log.close();
    const { told: truth } = await tell(path);
    const { size } = await stat(path);
    for (const part of [0.9, 0.5, 0.1]) {
      const cut = join(folder, "cut.sqlite");
      await copyFile(path, cut);
      await truncate(cut, Math.floor((size * part) / 4_096) * 4_096);
      const { told, problems } = await tell(cut);
      expect(told).not.toBe(truth);
      if (!isCode(told)) expect(problems).toBeGreaterThan(0);
      await rm(cut);
    }
  });
});

describe("a place where no log can be", () => {
  test("is refused: a folder in the place of the file", async () => {
    await mkdir(path);
    await expect(openSqliteLog({ path })).rejects.toMatchObject({ code: "file.refused" });
  });

  test("is refused: a file in the place of the folder", async () => {
    await writeFile(path, "");
    await expect(openSqliteLog({ path: join(path, "log.sqlite") })).rejects.toMatchObject({
      code: "file.refused",
    });
  });

  test("is refused: another program's database that bears no name, with tables", async () => {
    const driver = await openSqliteDriver(path);
    driver.exec("CREATE TABLE event (position INTEGER PRIMARY KEY); PRAGMA user_version = 3");
    driver.close();
    await expect(openSqliteLog({ path })).rejects.toMatchObject({ code: "log.incompatible" });
  });

  test("is refused: a file that may only be read", async ({ skip }) => {
    skip(process.getuid?.() === 0, "root may write everywhere");
    await (await openSqliteLog({ path })).close();
    await chmod(path, 0o444);
    await expect(openSqliteLog({ path })).rejects.toMatchObject({ code: "file.refused" });
  });

  test("is refused: a disk that may only be read", async ({ skip }) => {
    await (await openSqliteLog({ path })).close();
    const disk = await mkdtemp(join(tmpdir(), "spm-disk-"));
    const isMounted = await run("mount", ["--bind", folder, disk]).then(
      () => true,
      () => false,
    );
    skip(!isMounted, "a disk can be mounted by root only");
    try {
      await run("mount", ["-o", "remount,bind,ro", disk]);
      const writing = (async () => {
        await using log = await openSqliteLog({ path: join(disk, "log.sqlite") });
        await write(log, 0);
      })();
      await expect(writing).rejects.toMatchObject({ code: "file.refused" });
      await expect(openSqliteLog({ path: join(disk, "new.sqlite") })).rejects.toMatchObject({
        code: "file.refused",
      });
    } finally {
      await run("umount", ["-l", disk]);
      await rm(disk, { recursive: true });
    }
  });

  test("is told: a full disk, on which what was kept stays, and which goes on when there is room", async ({
    skip,
  }) => {
    const disk = join(folder, "disk");
    await mkdir(disk);
    skip(!(await mount(disk, "size=512k")), "a small disk can be mounted by root only");
    try {
      const log = await openSqliteLog({ path: join(disk, "log.sqlite") });
      const kept: LogEvent[] = [];
      const failure = await (async () => {
        for (let number = 0; ; number += 1) kept.push(...(await write(log, number)));
      })().catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "storage.full" });
      await run("mount", ["-o", "remount,size=4m", disk]);
      kept.push(...(await write(log, kept.length)));
      for (const event of kept) expect((await log.read(event.stream))[event.seq - 1]).toEqual(event);
      expect((await verifyLog(log)).problems).toEqual([]);
      await log.close();
    } finally {
      await run("umount", ["-l", disk]);
    }
  });
});

function mount(disk: string, options: string): Promise<boolean> {
  return run("mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk]).then(
    () => true,
    () => false,
  );
}
