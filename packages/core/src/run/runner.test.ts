import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Log } from "../log/log.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { createRedactor } from "../redact.js";
import { SpmError } from "../spm-error.js";
import { createRunLog } from "./run-log.js";
import { createRunProgress, type RunProgressEvents } from "./run-progress.js";
import { analyst, onDoubt, request, runnerOn, start, text } from "./runner-fixture.js";

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
});
afterEach(() => log.close());

describe("createRunner", () => {
  test("performs a procedure step by step, each with the outputs of those before it", async () => {
    const procedure = start()
      .step("receive", { ...text, effect: "repeatable", run: ({ input }) => ({ rows: input.rows }) })
      .step("load", {
        ...text,
        effect: "keyed",
        run: ({ outputs, key }) => ({ key, loaded: outputs.receive.rows * 2 }),
      });
    const runner = runnerOn(log, procedure);
    expect(await runner.request({ ...request, labels: { origin: "test" }, actor: analyst })).toMatchObject({
      status: "requested",
    });
    const run = await runner.advance("night-1");
    expect(run).toMatchObject({
      status: "succeeded",
      requestedBy: analyst,
      labels: { origin: "test" },
      steps: [
        { stepId: "receive", status: "succeeded", output: { rows: 5 } },
        { stepId: "load", status: "succeeded", output: { key: "night-1/load", loaded: 10 } },
      ],
    });
    expect(await createRunLog(log).get("night-1")).toEqual(run);
  });

  test("finds the same run when it is asked for twice, and does not move one that has ended", async () => {
    const performed: string[] = [];
    const runner = runnerOn(
      log,
      start().step("count", { ...text, effect: "once", onDoubt, run: () => void performed.push("count") }),
    );
    await runner.request(request);
    await runner.advance("night-1");
    expect(await runner.request({ ...request, input: { rows: 9 } })).toMatchObject({
      status: "succeeded",
      input: { rows: 5 },
    });
    await runner.advance("night-1");
    expect(performed).toEqual(["count"]);
  });

  test("refuses an input that does not fit, every problem with its path", async () => {
    const runner = runnerOn(log, start().step("receive", { ...text, effect: "repeatable", run: () => 1 }));
    await expect(runner.request({ ...request, input: { rows: -1, extra: 1 } })).rejects.toMatchObject({
      code: "run.refused",
      details: { issues: [expect.stringContaining("rows:"), expect.stringContaining("extra")] },
    });
    await expect(runner.request({ ...request, procedureId: "no-such" })).rejects.toMatchObject({
      code: "run.unknown",
    });
    await expect(runner.advance("no such run")).rejects.toMatchObject({ code: "run.unknown" });
  });

  test("stops at a step that has failed, and takes the steps for that", async () => {
    const told: unknown[] = [];
    const failure = new SpmError("remote.not-found", "No such import.", { operation: "load" });
    const procedure = start()
      .step("receive", { ...text, effect: "repeatable", run: () => "file" })
      .step("load", { ...text, effect: "repeatable", run: () => Promise.reject(failure) })
      .step("report", {
        ...text,
        effect: "repeatable",
        run: () => Promise.reject(new TypeError("performed after a failure")),
      })
      .whenFailed("call", { ...text, effect: "repeatable", run: () => Promise.reject(failure) })
      .whenFailed("tell", {
        ...text,
        effect: "repeatable",
        run: ({ outputs }) => void told.push(outputs.receive),
      });
    const runner = runnerOn(log, procedure);
    await runner.request(request);
    const run = await runner.advance("night-1");
    expect(run.status).toBe("failed");
    expect(run.steps.map(({ stepId, status }) => [stepId, status])).toEqual([
      ["receive", "succeeded"],
      ["load", "failed"],
      ["call", "failed"],
      ["tell", "succeeded"],
    ]);
    expect(told).toEqual(["file"]);
  });

  test("goes on after a step that may fail: without its output, or with one that was refused", async () => {
    const onFailure = { instructions: ["Go on."], then: "continue" } as const;
    const seen: unknown[] = [];
    const failure = new SpmError("file.not-found", "No file.", { path: "/a" });
    const procedure = start()
      .step("optional", {
        ...text,
        effect: "repeatable",
        onFailure,
        run: (): Promise<number> => Promise.reject(failure),
      })
      .step("validate", {
        ...text,
        effect: "repeatable",
        onFailure,
        accept: () => "3 findings",
        run: () => ({ findings: 3 }),
      })
      .step("look", {
        ...text,
        effect: "repeatable",
        run: ({ outputs }) => void seen.push(outputs.optional, outputs.validate?.findings),
      });
    const runner = runnerOn(log, procedure);
    await runner.request(request);
    const run = await runner.advance("night-1");
    expect(run).toMatchObject({
      status: "succeeded",
      steps: [{ status: "failed" }, { status: "refused", refusal: "3 findings" }, {}],
    });
    expect(seen).toEqual([undefined, 3]);
  });

  test("tells what happens while it happens", async () => {
    const progress = createRunProgress();
    const told: string[] = [];
    const listen = (name: keyof RunProgressEvents) => progress.on(name, () => told.push(name));
    (
      [
        "run:started",
        "step:started",
        "step:progress",
        "step:retrying",
        "step:finished",
        "run:finished",
      ] as const
    ).forEach(listen);
    let tries = 0;
    const runner = runnerOn(
      log,
      start().step("load", {
        ...text,
        effect: "repeatable",
        retry: { attempts: 2, delayMs: 0 },
        run: (step) => {
          step.progress({ done: 1, total: 2, unit: "rows" });
          tries += 1;
          if (tries === 1) throw new SpmError("remote.unavailable", "Nobody answers.", { operation: "load" });
        },
      }),
      { progress },
    );
    await runner.request(request);
    await runner.advance("night-1");
    expect(told).toEqual([
      "run:started",
      "step:started",
      "step:progress",
      "step:retrying",
      "step:progress",
      "step:finished",
      "run:finished",
    ]);
  });

  test("lets no secret into the log: not from an input, an output, an error or a label", async () => {
    const redactor = createRedactor();
    redactor.addSecret("canary-4711");
    const runner = runnerOn(
      log,
      start()
        .step("leak", {
          ...text,
          effect: "repeatable",
          run: () => ({ echo: "token canary-4711", password: "hunter2" }),
        })
        .step("fail", {
          ...text,
          effect: "repeatable",
          run: () => Promise.reject(new TypeError(`Y2FuYXJ5LTQ3MTE= and canary-4711`)),
        }),
      { redactor },
    );
    await runner.request({ ...request, labels: { note: "canary-4711" } });
    await runner.advance("night-1");
    const kept = JSON.stringify(await createRunLog(log).events("night-1"));
    expect(kept).not.toMatch(/canary-4711|hunter2|Y2FuYXJ5LTQ3MTE/);
    expect(kept).toContain("[redacted]");
  });
});
