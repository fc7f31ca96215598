import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toIndexedKind } from "../log/indexed-kind.js";
import { openSqliteDriver } from "../log/sqlite/sqlite-driver.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { verifyLog } from "../log/verify-log.js";
import { runKind } from "./run-kind.js";
import { request, runnerOn, start, text } from "./runner-fixture.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-index-"));
  path = join(folder, "log.sqlite");
});
afterEach(() => rm(folder, { recursive: true }));

describe("the index of runs", () => {
  test.each([
    ["status", "status = 'running'"],
    ["subject", "subject = 'another'"],
    ["due time", "due_ms = 5"],
  ])("is found out when its %s is not what the events say", async (_what, damage) => {
    const log = await openSqliteLog({ path });
    const procedure = start()
      .step("load", { ...text, effect: "repeatable", run: () => 1 })
      .waitUntil("cutoff", { ...text, until: { afterMs: 3_600_000 } });
    const runner = runnerOn(log, procedure);
    await runner.perform(request);
    await runner.perform({ ...request, runId: "night-2" });
    expect((await verifyLog(log, { kinds: [toIndexedKind(runKind)] })).problems).toEqual([]);
    await log.close();

    const driver = await openSqliteDriver(path);
    driver.exec(`UPDATE stream SET ${damage} WHERE id = 'night-1'`);
    driver.close();
    const damaged = await openSqliteLog({ path });
    expect((await verifyLog(damaged, { kinds: [toIndexedKind(runKind)] })).problems).toEqual([
      { stream: "run/night-1", seq: 4, problem: "is listed otherwise than its events say" },
    ]);
    expect((await verifyLog(damaged)).problems).toEqual([]);
    await damaged.close();
  });
});
