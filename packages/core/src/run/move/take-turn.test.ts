import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type AnyProcedure, defineProcedure } from "../../guide/procedure.js";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { createRunLog } from "../run-log.js";
import { createRunner } from "../runner.js";
import { analyst, guideWith, text } from "../runner-fixture.js";

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
});
afterEach(() => log.close());

const input = z.strictObject({ environment: z.string() });
const posted = { ...text, until: { words: "it is posted", told: z.string() } };
const load = (whenBusy?: "queue" | "refuse" | "cancel-other") =>
  defineProcedure({
    id: "load",
    title: "Load",
    input,
    concurrency: {
      key: ({ environment }) => `load ${environment}`,
      words: "one load an environment",
      whenBusy,
    },
  }).waitFor("posted", posted);

const runnerOf = (...procedures: readonly AnyProcedure[]) =>
  createRunner({ log, guides: [guideWith(...procedures)], worker: "worker" });
const ask = (runId: string, environment = "production") => ({
  procedureId: "load",
  runId,
  input: { environment },
});
const tell = (runId: string) => ({ runId, stepId: "posted", told: "yes", actor: analyst });
const find = (runId: string) => log.find({ kind: "run", id: runId });

describe("runs of one concurrency key", () => {
  test("have their turns one after the other, in the order in which they came", async () => {
    const runner = runnerOf(load());
    for (const runId of ["one", "two", "three"]) await runner.perform(ask(runId));
    await runner.perform(ask("other", "test"));
    const standing = await Promise.all(
      ["one", "two", "three", "other"].map((id) => createRunLog(log).get(id)),
    );
    expect(standing.map(({ turn, steps }) => [turn?.hasCome, steps.length])).toEqual([
      [true, 1],
      [false, 0],
      [false, 0],
      [true, 1],
    ]);
    expect(await runner.advance("two")).toMatchObject({ status: "waiting", steps: [] });
    // The second is cancelled while it waits; the third comes after the first.
    await runner.cancel({ runId: "two", reason: "Not needed.", actor: analyst });
    expect(await runner.advance("two")).toMatchObject({ status: "cancelled" });
    expect((await find("three"))?.dueMs).toBeUndefined();
    await runner.tell(tell("one"));
    expect(await runner.advance("one")).toMatchObject({ status: "succeeded" });
    expect(await find("three")).toMatchObject({ status: "requested", dueMs: 0 });
    await runner.advance("three");
    await runner.tell(tell("three"));
    expect(await runner.advance("three")).toMatchObject({ status: "succeeded" });
    expect(await log.find({ kind: "concurrency", id: "load production" })).toMatchObject({ status: "free" });
  });

  test("are refused when the guide says so, and the refusal is kept with what was in the way", async () => {
    const runner = runnerOf(load("refuse"));
    await runner.perform(ask("one"));
    expect(await runner.perform(ask("two"))).toMatchObject({ status: "refused", steps: [] });
    const events = await createRunLog(log).events("two");
    expect(events.map(({ type }) => type)).toEqual(["run.requested", "act.refused", "run.finished"]);
    expect(events[1]?.data).toMatchObject({ why: expect.stringContaining("one is under way") });
  });

  test("cancel those before them when the guide says so, and wait for their end", async () => {
    const runner = runnerOf(load("cancel-other"));
    await runner.perform(ask("one"));
    expect(await runner.perform(ask("two"))).toMatchObject({ status: "waiting", steps: [] });
    expect(await runner.advance("one")).toMatchObject({ status: "cancelled" });
    expect(await runner.advance("two")).toMatchObject({ status: "waiting", steps: [{ stepId: "posted" }] });
  });

  test("do not wait for the run that calls them", async () => {
    const inner = load();
    const outer = defineProcedure({
      id: "outer",
      title: "Outer",
      input,
      concurrency: { key: () => "load production", words: "one load" },
    }).call("load", { ...text, procedure: inner, input: ({ input: given }) => given });
    const runner = runnerOf(outer, inner);
    await runner.perform({ ...ask("o"), procedureId: "outer" });
    expect(await createRunLog(log).get("o/load")).toMatchObject({
      turn: { hasCome: true },
      steps: [{ status: "waiting" }],
    });
    await runner.tell(tell("o/load"));
    await runner.advance("o/load");
    expect(await runner.advance("o")).toMatchObject({ status: "succeeded" });
  });

  test("have one turn among two workers who come at the same time", async () => {
    const [one, two] = [runnerOf(load()), runnerOf(load())];
    await Promise.all([one.perform(ask("one")), two.perform(ask("two"))]);
    const turns = await Promise.all(
      ["one", "two"].map(async (id) => (await createRunLog(log).get(id)).turn?.hasCome),
    );
    expect(turns.toSorted()).toEqual([false, true]);
  });
});
