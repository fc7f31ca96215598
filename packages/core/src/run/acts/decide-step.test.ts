import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { SpmError } from "../../spm-error.js";
import { analyst, onDoubt, request, runnerOn, start, text } from "../runner-fixture.js";

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
});
afterEach(() => log.close());

const act = { runId: "night-1", reason: "Agreed with the customer by telephone.", actor: analyst };
const goOn = { instructions: ["Go on."], then: "continue" } as const;

describe("skip", () => {
  test("leaves out a step whose output later steps can do without", async () => {
    const runner = runnerOn(
      log,
      start()
        .step("check", { ...text, effect: "repeatable", onFailure: goOn, run: (): number => 1 })
        .step("load", {
          ...text,
          effect: "repeatable",
          run: ({ outputs }) => outputs.check ?? "without a check",
        }),
    );
    await runner.request(request);
    await runner.skip({ ...act, stepId: "check" });
    expect(await runner.advance("night-1")).toMatchObject({
      status: "succeeded",
      steps: [
        {
          stepId: "check",
          status: "skipped",
          attempts: 0,
          decision: { as: "skipped", by: analyst, reason: act.reason },
        },
        { stepId: "load", output: "without a check" },
      ],
    });
  });

  test("is refused where later steps rely on the output, for a step that is settled and for one that is none", async () => {
    const runner = runnerOn(
      log,
      start()
        .step("check", { ...text, effect: "repeatable", onFailure: goOn, run: () => 1 })
        .step("load", { ...text, effect: "once", onDoubt, run: () => Promise.reject(new TypeError("?")) }),
    );
    await runner.request(request);
    await runner.advance("night-1");
    await expect(runner.skip({ ...act, stepId: "load" })).rejects.toThrow(/override it with one instead/);
    await expect(runner.skip({ ...act, stepId: "check" })).rejects.toThrow(/settled: succeeded/);
    await expect(runner.skip({ ...act, stepId: "no-such" })).rejects.toThrow(/no step no-such/);
  });
});

describe("override", () => {
  test("goes on with the output that a person gives for a step in doubt", async () => {
    const runner = runnerOn(
      log,
      start()
        .step("load", {
          ...text,
          effect: "once",
          onDoubt,
          run: (): Promise<string> => Promise.reject(new TypeError("?")),
        })
        .step("report", { ...text, effect: "repeatable", run: ({ outputs }) => `reported ${outputs.load}` }),
    );
    await runner.request(request);
    await runner.advance("night-1");
    await runner.override({ ...act, stepId: "load", output: "task 7" });
    expect(await runner.advance("night-1")).toMatchObject({
      status: "succeeded",
      steps: [
        { output: "task 7", attempts: 1, decision: { as: "overridden" } },
        { output: "reported task 7" },
      ],
    });
  });

  test("goes on with the output that a person gives for a step at which the worker has halted", async () => {
    const full = new SpmError("storage.full", "No room.", { path: "/work" });
    const runner = runnerOn(
      log,
      start().step("fetch", {
        ...text,
        effect: "repeatable",
        run: (): Promise<string> => Promise.reject(full),
      }),
    );
    await runner.request(request);
    await expect(runner.advance("night-1")).rejects.toBe(full);
    await runner.override({ ...act, stepId: "fetch", output: "/elsewhere/orders.csv" });
    expect(await runner.advance("night-1")).toMatchObject({
      status: "succeeded",
      steps: [{ failedAttempts: 1 }],
    });
  });

  test("is refused for an output that is no JSON, and once the run has ended", async () => {
    const runner = runnerOn(log, start().step("load", { ...text, effect: "repeatable", run: () => 1 }));
    await runner.request(request);
    const noJson = { ...act, stepId: "load", output: Number.NaN };
    await expect(runner.override(noJson)).rejects.toMatchObject({ code: "json.invalid" });
    await runner.advance("night-1");
    await expect(runner.override({ ...noJson, output: 2 })).rejects.toThrow(/the run has ended/);
  });
});
