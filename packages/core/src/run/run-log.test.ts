import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { defineGuide } from "../guide/guide.js";
import { defineProcedure } from "../guide/procedure.js";
import type { Log } from "../log/log.js";
import { openSqliteDriver } from "../log/sqlite/sqlite-driver.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { createFakeClock } from "../testing/fake-clock.js";
import { createRunLog, type RunLog, type RunQuery } from "./run-log.js";
import type { RunState } from "./run-state.js";
import { createRunner, type Runner } from "./runner.js";

const counting = (id: string) =>
  defineProcedure({ id, title: "Count", input: z.object({}) }).step("count", {
    title: "Count",
    instructions: ["Count by hand."],
    effect: "repeatable",
    run: () => 3,
  });
const guide = defineGuide({
  title: "Operations Guide",
  client: "Example",
  procedures: [counting("nightly-load"), counting("month-end")],
});

const clock = createFakeClock();
let folder: string;
let path: string;
let log: Log;
let runs: RunLog;
let runner: Runner;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-run-log-"));
  path = join(folder, "log.sqlite");
  log = await openSqliteLog({ path, clock });
  runs = createRunLog(log);
  runner = createRunner({ log, guides: [guide], worker: "worker one" });
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

async function collect(list: AsyncIterable<RunState>): Promise<readonly RunState[]> {
  const collected: RunState[] = [];
  for await (const run of list) collected.push(run);
  return collected;
}

async function perform(procedureId: string, runId: string) {
  await runner.request({ procedureId, runId, input: {} });
  await runner.advance(runId);
  clock.advance(1_000);
}

/** Does to the file what nobody should be able to: the way past the triggers that a thief would take. */
async function tamper(sql: string) {
  const driver = await openSqliteDriver(path);
  driver.exec("DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_deleted;");
  driver.exec(sql);
  driver.close();
}

describe("createRunLog", () => {
  test("gets a run, finds one or none, and gives its events", async () => {
    await perform("nightly-load", "night-1");
    expect(await runs.get("night-1")).toMatchObject({ runId: "night-1", status: "succeeded" });
    expect(await runs.find("night-1")).toEqual(await runs.get("night-1"));
    expect((await runs.events("night-1")).map(({ type }) => type)).toEqual([
      "run.requested",
      "effect.intended",
      "effect.succeeded",
      "run.finished",
    ]);
    expect(await runs.find("no such run")).toBeUndefined();
    await expect(runs.get("no such run")).rejects.toMatchObject({
      code: "run.unknown",
      details: { what: "no such run" },
    });
  });

  test("lists runs by procedure, status and the time of the request", async () => {
    await perform("nightly-load", "night-1");
    await perform("month-end", "month-1");
    await perform("nightly-load", "night-2");
    await runner.request({ procedureId: "nightly-load", runId: "night-3", input: {} });
    const ids = async (query?: RunQuery) => {
      const listed: string[] = [];
      for await (const { runId } of runs.list(query)) listed.push(runId);
      return listed;
    };

    expect(await ids()).toEqual(["night-1", "month-1", "night-2", "night-3"]);
    expect(await ids({ procedureId: "month-end" })).toEqual(["month-1"]);
    expect(await ids({ procedureId: "nightly-load", first: "newest", limit: 2 })).toEqual([
      "night-3",
      "night-2",
    ]);
    expect(await ids({ status: ["requested", "running"] })).toEqual(["night-3"]);
  });

  test("lists runs of a time, and page by page after the last run of a page", async () => {
    const begun = clock.now();
    for (const runId of ["night-1", "night-2", "night-3"]) await perform("nightly-load", runId);
    const ids = async (query: RunQuery) => (await collect(runs.list(query))).map(({ runId }) => runId);
    expect(await ids({ requestedFromMs: begun + 1_000, requestedBeforeMs: begun + 2_000 })).toEqual([
      "night-2",
    ]);
    for (const [first, order] of [
      ["oldest", ["night-1", "night-2", "night-3"]],
      ["newest", ["night-3", "night-2", "night-1"]],
    ] as const) {
      const page = await collect(runs.list({ first, limit: 2 }));
      expect([...page.map(({ runId }) => runId), ...(await ids({ first, after: page[1] }))]).toEqual(order);
    }
  });

  test("leaves out runs whose data has expired, also one that expires while they are listed", async () => {
    for (const runId of ["night-1", "night-2", "night-3"]) await perform("nightly-load", runId);
    const expiry = { expectedSeq: 4, actor: { kind: "person", id: "analyst" }, reason: "old" } as const;
    await log.expire({ kind: "run", id: "night-1" }, expiry);
    const seen: string[] = [];
    for await (const { runId } of runs.list()) {
      seen.push(runId);
      if (runId === "night-2") await log.expire({ kind: "run", id: "night-3" }, expiry);
    }
    expect(seen).toEqual(["night-2"]);
  });

  test("follows runs as they change, from a position on, until it is ended", async () => {
    await perform("nightly-load", "night-1");
    await perform("month-end", "month-1");
    const ending = new AbortController();
    const seen: string[] = [];
    const follow = async (afterPosition?: number) => {
      for await (const { run, position } of runs.follow({ afterPosition, clock, signal: ending.signal })) {
        seen.push(`${run.runId} ${run.status}`);
        if (seen.length === 2)
          await runner.request({ procedureId: "month-end", runId: "month-2", input: {} });
        if (run.runId === "month-2") return position;
      }
      return undefined;
    };
    const position = await follow();
    expect(seen).toEqual(["night-1 succeeded", "month-1 succeeded", "month-2 requested"]);
    await perform("nightly-load", "night-2");
    const rest = runs.follow({ afterPosition: position, clock, signal: ending.signal });
    for await (const { run } of rest) {
      expect(run).toMatchObject({ runId: "night-2", status: "succeeded" });
      break;
    }
    ending.abort(new RangeError("enough"));
    await expect(follow(position)).rejects.toThrow("enough");
  });

  test("tells the guide as it was when a run was asked for, or that it is not here", async () => {
    await perform("nightly-load", "night-1");
    const run = await runs.get("night-1");
    expect(await runs.guideOf(run)).toEqual(guide.document);
    await expect(runs.guideOf({ ...run, guideHash: "0".repeat(64) })).rejects.toMatchObject({
      code: "guide.unknown",
    });
  });
});

describe("verify", () => {
  beforeEach(() => perform("nightly-load", "night-1"));

  test("gives the hash that the chain of a run ends in", async () => {
    expect(await runs.verify("night-1")).toBe((await runs.events("night-1")).at(-1)?.hash);
    await expect(runs.verify("no such run")).rejects.toMatchObject({ code: "run.unknown" });
  });

  test.each([
    ["a changed byte of the data", `UPDATE event SET data = replace(data, '3', '4') WHERE seq = 3`, 3],
    ["another time", "UPDATE event SET at = at + 1 WHERE seq = 2", 2],
    ["another actor", "UPDATE event SET actor_id = 'somebody' WHERE seq = 1", 1],
    ["an event that was taken out", "DELETE FROM event WHERE seq = 2", 2],
    ["an end that was cut off", "DELETE FROM event WHERE seq = 4", 4],
    ["a stream without an event", "DELETE FROM event WHERE kind = 'run'", 4],
    ["events without their stream", "DELETE FROM stream WHERE kind = 'run'", 0],
    ["data that is no JSON", "UPDATE event SET data = '{' WHERE seq = 3", 3],
    ["an actor of no kind", "UPDATE event SET actor_kind = 'ghost' WHERE seq = 2", 2],
  ])("finds %s, with its number", async (_what, sql, seq) => {
    await tamper(sql);
    await expect(runs.verify("night-1")).rejects.toMatchObject({
      code: "log.damaged",
      details: { stream: "run/night-1", seq },
    });
  });

  test("takes no event for damage that is appended while it reads", async () => {
    const busy: Log = {
      ...log,
      async find(stream) {
        const head = await log.find(stream);
        const event = {
          type: "run.resumed",
          actor: { kind: "service", id: "two" },
          data: { worker: "two" },
        } as const;
        const index = { status: "running", subject: "nightly-load" };
        await log.append(stream, { events: [event], expectedSeq: 4, index });
        return head;
      },
    };
    expect(await createRunLog(busy).verify("night-1")).toBe((await runs.events("night-1"))[4]?.hash);
  });
});
