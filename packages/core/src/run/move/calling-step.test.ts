import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { defineProcedure } from "../../guide/procedure.js";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { createRunLog } from "../run-log.js";
import { createRunner } from "../runner.js";
import { analyst, guideWith, request, start, text } from "../runner-fixture.js";

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
});
afterEach(() => log.close());

const load = defineProcedure({ id: "load", title: "Load", input: z.strictObject({ file: z.string() }) });
const repeatable = { ...text, effect: "repeatable" } as const;

describe("a calling step", () => {
  test("performs the procedure as a run of its own, and sees what its steps returned", async () => {
    const called = load.step("rows", { ...repeatable, run: ({ input }) => input.file.length });
    const caller = start()
      .call("load", { ...text, procedure: called, input: ({ input }) => ({ file: "x".repeat(input.rows) }) })
      .step("report", { ...repeatable, run: ({ outputs }) => outputs.load.rows });
    const runner = createRunner({ log, guides: [guideWith(caller, called)], worker: "w" });
    await runner.request({ ...request, actor: analyst, labels: { client: "example" } });
    const run = await runner.advance("night-1");
    expect(run).toMatchObject({
      status: "succeeded",
      steps: [{ wait: { kind: "calling", runId: "night-1/load" }, output: { rows: 5 } }, { output: 5 }],
    });
    expect(await createRunLog(log).get("night-1/load")).toMatchObject({
      status: "succeeded",
      input: { file: "xxxxx" },
      requestedBy: analyst,
      calledBy: { runId: "night-1", stepId: "load" },
      labels: { client: "example" },
      guideHash: run.guideHash,
    });
    await createRunLog(log).verify("night-1");
  });

  test("fails when the run does, with or without stopping its own", async () => {
    const called = load.step("rows", { ...repeatable, run: () => Promise.reject(new TypeError("no rows")) });
    const caller = start()
      .call("load", {
        ...text,
        procedure: called,
        input: () => ({ file: "x" }),
        onFailure: { instructions: ["Go on."], then: "continue" },
      })
      .step("report", { ...repeatable, run: ({ outputs }) => outputs.load?.rows ?? "none" });
    const runner = createRunner({ log, guides: [guideWith(caller, called)], worker: "w" });
    await runner.request(request);
    expect(await runner.advance("night-1")).toMatchObject({
      status: "succeeded",
      steps: [
        {
          status: "failed",
          failure: { code: "run.failed", message: expect.stringContaining("night-1/load") },
        },
        { output: "none" },
      ],
    });
  });

  test("waits as long as the run waits, and is told of its end by whoever moves that", async () => {
    const called = load.waitFor("posted", { ...text, until: { words: "posted", told: z.string() } });
    const caller = start()
      .call("load", { ...text, procedure: called, input: () => ({ file: "x" }) })
      .step("report", { ...repeatable, run: ({ outputs }) => outputs.load.posted });
    const guides = [guideWith(caller, called)] as const;
    const runner = createRunner({ log, guides, worker: "one" });
    await runner.request(request);
    expect(await runner.advance("night-1")).toMatchObject({ status: "waiting" });
    expect((await log.find({ kind: "run", id: "night-1" }))?.dueMs).toBeUndefined();
    await runner.tell({ runId: "night-1/load", stepId: "posted", told: "B-7", actor: analyst });
    await createRunner({ log, guides, worker: "two" }).advance("night-1/load");
    // The end of the one and what the other is told of it stand in the log together.
    expect(await log.find({ kind: "run", id: "night-1" })).toMatchObject({ status: "running", dueMs: 0 });
    expect(await runner.advance("night-1")).toMatchObject({
      status: "succeeded",
      steps: [{}, { output: "B-7" }],
    });
  });

  test("cancels the run with its own, and waits for its end", async () => {
    const called = load.waitFor("posted", { ...text, until: { words: "posted", told: z.string() } });
    const caller = start().call("load", { ...text, procedure: called, input: () => ({ file: "x" }) });
    const runner = createRunner({ log, guides: [guideWith(caller, called)], worker: "one" });
    await runner.request(request);
    await runner.advance("night-1");
    await expect(
      runner.override({ runId: "night-1", stepId: "load", output: {}, reason: "By hand.", actor: analyst }),
    ).rejects.toThrow("its run night-1/load is under way; cancel that one");
    await runner.cancel({ runId: "night-1", reason: "Wrong month.", actor: analyst });
    expect(await runner.advance("night-1")).toMatchObject({
      status: "cancelled",
      steps: [{ status: "failed", failure: { code: "run.cancelled" } }],
    });
    expect(await createRunLog(log).get("night-1/load")).toMatchObject({
      status: "cancelled",
      cancellation: { reason: "night-1, which called it, was cancelled" },
    });
  });

  test("fails where what it gives does not fit the procedure", async () => {
    const called = load.step("rows", { ...repeatable, run: () => 1 });
    const strict = defineProcedure({ ...called, input: z.strictObject({ file: z.string().min(3) }) }).step(
      "rows",
      {
        ...repeatable,
        run: () => 1,
      },
    );
    const caller = start().call("load", { ...text, procedure: strict, input: () => ({ file: "x" }) });
    const runner = createRunner({ log, guides: [guideWith(caller, strict)], worker: "one" });
    await runner.request(request);
    expect(await runner.advance("night-1")).toMatchObject({
      status: "failed",
      steps: [{ failure: { code: "run.refused", message: expect.stringContaining("file") } }],
    });
  });
});
