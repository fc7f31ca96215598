import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createGroupCommit, type GroupCommit } from "./group-commit.js";
import { openSqliteDriver, type SqliteDriver, toRow } from "./sqlite-driver.js";

let folder: string;
let driver: SqliteDriver;
let group: GroupCommit;
let begun: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-group-"));
  driver = await openSqliteDriver(join(folder, "group.sqlite"));
  driver.exec("PRAGMA journal_mode = WAL; CREATE TABLE word (text TEXT UNIQUE)");
  begun = 0;
  group = createGroupCommit(countTransactions(driver), (error) => error);
});
afterEach(async () => {
  driver.close();
  await rm(folder, { recursive: true });
});

/** The real driver, which also tells how many transactions were begun on it. */
function countTransactions(real: SqliteDriver): SqliteDriver {
  return {
    exec: (sql) => real.exec(sql),
    close: () => real.close(),
    prepare(sql) {
      const statement = real.prepare(sql);
      if (sql !== "BEGIN IMMEDIATE") return statement;
      const run = () => {
        begun += 1;
        return statement.run();
      };
      return { run, get: () => statement.get(), all: () => statement.all() };
    },
  };
}

const add = (text: string) =>
  group.run(() => {
    driver.prepare("INSERT INTO word VALUES (?)").run(text);
    return text.length;
  });
const words = () =>
  driver
    .prepare("SELECT text FROM word ORDER BY rowid")
    .all()
    .map((row) => toRow(row)["text"]);

describe("createGroupCommit", () => {
  test("writes what is asked for in one turn as one transaction, in the order of the calls", async () => {
    expect(await Promise.all([add("one"), add("two"), add("three")])).toEqual([3, 3, 5]);
    expect(words()).toEqual(["one", "two", "three"]);
    expect(begun).toBe(1);
    await add("four");
    expect(begun).toBe(2);
  });

  test("undoes all of a work that throws, and nothing of its neighbours", async () => {
    const refusal = new RangeError("not this one");
    const half = group.run(() => {
      driver.prepare("INSERT INTO word VALUES ('half')").run();
      throw refusal;
    });
    const outcomes = await Promise.allSettled([add("one"), half, add("one"), add("two")]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: refusal });
    expect(words()).toEqual(["one", "two"]);
  });

  test("undoes a work that is alone and throws, and goes on with the next", async () => {
    await add("one");
    await expect(add("one")).rejects.toThrow(/UNIQUE/);
    await add("two");
    expect(words()).toEqual(["one", "two"]);
  });

  test("refuses all that share a transaction which is lost", async () => {
    const lost = group.run(() => driver.exec("ROLLBACK; THIS IS NO SQL"));
    const outcomes = await Promise.allSettled([add("one"), lost, add("two")]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(words()).toEqual([]);
    await add("three");
    expect(words()).toEqual(["three"]);
  });

  test("tells nobody that a work is kept which cannot be committed", async () => {
    driver.exec(
      "PRAGMA foreign_keys = ON; CREATE TABLE letter (word TEXT REFERENCES word (text) DEFERRABLE INITIALLY DEFERRED)",
    );
    const orphan = group.run(() => driver.exec("INSERT INTO letter VALUES ('nowhere')"));
    const outcomes = await Promise.allSettled([add("one"), orphan]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(words()).toEqual([]);
  });

  test("shows another connection all of a group or nothing", async () => {
    const other = await openSqliteDriver(join(folder, "group.sqlite"));
    const count = other.prepare("SELECT count(*) AS words FROM word");
    const seen: unknown[] = [];
    const look = () => group.run(() => seen.push(toRow(count.get())["words"]));
    await Promise.all([add("one"), look(), add("two"), look()]);
    expect(seen).toEqual([0, 0]);
    expect(toRow(count.get())["words"]).toBe(2);
    other.close();
  });

  test("splits what is too much for one transaction, and keeps all of it", async () => {
    const texts = Array.from({ length: 2_500 }, (_, index) => `word ${index}`);
    await Promise.all(texts.map(add));
    expect(words()).toEqual(texts);
    expect(begun).toBe(3);
  });

  test("does at once what waits when it is flushed", async () => {
    const kept = add("one");
    expect(words()).toEqual([]);
    group.flush();
    expect(words()).toEqual(["one"]);
    expect(await kept).toBe(3);
    group.flush();
    expect(begun).toBe(1);
  });
});
