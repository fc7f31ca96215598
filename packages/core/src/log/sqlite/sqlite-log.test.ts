import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeLogContract } from "../../testing/log-contract.js";
import { openSqliteDriver } from "./sqlite-driver.js";
import { toSqliteFailure } from "./sqlite-failure.js";
import { openSqliteLog } from "./sqlite-log.js";

describeLogContract("SQLite", async (clock) => {
  const folder = await mkdtemp(join(tmpdir(), "spm-log-"));
  const path = join(folder, "log.sqlite");
  const log = await openSqliteLog({ path, clock });
  return {
    log,
    reopen: () => openSqliteLog({ path, clock }),
    close: async () => {
      await log.close();
      await rm(folder, { recursive: true });
    },
  };
});

describe("openSqliteLog", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "spm-log-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const stream = { kind: "note", id: "1" };
  const event = { type: "written", actor: { kind: "service", id: "test" }, data: { text: "kept" } } as const;
  const first = { events: [event], expectedSeq: 0, index: { status: "open", subject: "notes" } };

  test("refuses the database of another program and leaves it alone", async () => {
    const path = join(folder, "other.sqlite");
    const driver = await openSqliteDriver(path);
    driver.exec("CREATE TABLE payroll (amount INTEGER)");
    driver.close();
    const before = await readFile(path);
    await expect(openSqliteLog({ path })).rejects.toMatchObject({ code: "log.incompatible" });
    expect(await readFile(path)).toEqual(before);
  });

  test("refuses a log that a newer version wrote", async () => {
    const path = join(folder, "log.sqlite");
    await (await openSqliteLog({ path })).close();
    const driver = await openSqliteDriver(path);
    driver.exec("PRAGMA user_version = 99");
    driver.close();
    await expect(openSqliteLog({ path })).rejects.toMatchObject({
      code: "log.incompatible",
      details: { found: "version 99" },
    });
  });

  test("refuses a file that is no database", async () => {
    const path = join(folder, "orders.csv");
    await writeFile(path, "order,amount\n".repeat(500));
    await expect(openSqliteLog({ path })).rejects.toMatchObject({ code: "log.incompatible" });
  });

  test("says which file cannot be written when its folder is missing", async () => {
    const path = join(folder, "no such folder", "log.sqlite");
    await expect(openSqliteLog({ path })).rejects.toMatchObject({
      code: "file.refused",
      message: expect.stringContaining(path),
    });
  });

  test("syncs every commit", async () => {
    const path = join(folder, "log.sqlite");
    await (await openSqliteLog({ path })).close();
    const driver = await openSqliteDriver(path);
    expect(driver.prepare("PRAGMA journal_mode").get()).toMatchObject({ journal_mode: "wal" });
    driver.close();
  });

  test("lets nobody change or delete an event, not even with SQL", async () => {
    const path = join(folder, "log.sqlite");
    const log = await openSqliteLog({ path });
    await log.append(stream, first);
    await log.close();
    const driver = await openSqliteDriver(path);
    expect(() => driver.exec("UPDATE event SET type = 'forged'")).toThrow(/never changed/);
    expect(() => driver.exec("DELETE FROM event")).toThrow(/never deleted/);
    driver.close();
  });

  test("says so when the disk is full, and goes on where it was when there is room again", async () => {
    const path = join(folder, "log.sqlite");
    const log = await openSqliteLog({ path });
    await log.append(stream, first);
    await log.close();

    // A page limit stands in for the end of the disk: SQLite reports both as SQLITE_FULL.
    const driver = await openSqliteDriver(path);
    const pages = Object.values(driver.prepare("PRAGMA page_count").get() ?? {})[0];
    driver.exec(`PRAGMA max_page_count = ${String(pages)}`);
    const full = failureOf(() => driver.exec(`CREATE TABLE big AS SELECT '${"x".repeat(50_000)}'`));
    expect(toSqliteFailure(full, path)).toMatchObject({ code: "storage.full", details: { path } });
    driver.close();

    const again = await openSqliteLog({ path });
    await again.append(stream, { ...first, expectedSeq: 1 });
    expect(await again.read(stream)).toHaveLength(2);
    await again.close();
  });

  test("holds everything in the one file once it is closed", async () => {
    const path = join(folder, "log.sqlite");
    const log = await openSqliteLog({ path });
    await log.append(stream, first);
    await log.close();
    const moved = join(folder, "moved.sqlite");
    await rename(path, moved);
    const again = await openSqliteLog({ path: moved });
    expect(await again.read(stream)).toHaveLength(1);
    await again.close();
  });

  test("backs itself up into a new file, whole, and overwrites none", async () => {
    const log = await openSqliteLog({ path: ":memory:" });
    const kept = await log.append(stream, first);
    const target = join(folder, "copy.sqlite");
    await log.backUp(target);
    await log.append(stream, { ...first, expectedSeq: 1 });
    await expect(log.backUp(target)).rejects.toMatchObject({ code: "file.exists" });
    await log.close();
    const copy = await openSqliteLog({ path: target });
    expect(await copy.read(stream)).toEqual(kept);
    await copy.close();
  });

  test("may be closed twice", async () => {
    const log = await openSqliteLog({ path: ":memory:" });
    await log.close();
    await expect(log.close()).resolves.toBeUndefined();
  });
});

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
