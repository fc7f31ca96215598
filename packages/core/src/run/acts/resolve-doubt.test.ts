import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { SpmError } from "../../spm-error.js";
import { createRunLog } from "../run-log.js";
import { analyst, onDoubt, request, runnerOn, start, text } from "../runner-fixture.js";

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
});
afterEach(() => log.close());

describe("resolve", () => {
  test("waits in doubt until a person says what happened, with a reason that is kept", async () => {
    let performed = 0;
    const procedure = start()
      .step("load", {
        ...text,
        effect: "once",
        onDoubt: { instructions: ["Look into the environment's list of imports."] },
        run: () => {
          performed += 1;
          return Promise.reject(
            new SpmError("remote.unknown", "The reply was lost.", { operation: "start" }),
          );
        },
      })
      .step("report", { ...text, effect: "repeatable", run: ({ outputs }) => outputs.load });
    const runner = runnerOn(log, procedure);
    await runner.request(request);
    expect(await runner.advance("night-1")).toMatchObject({ status: "in-doubt" });
    expect(await runner.advance("night-1")).toMatchObject({ status: "in-doubt", resumptions: 1 });

    const finding = { as: "happened", output: "task 7" } as const;
    const resolution = {
      runId: "night-1",
      stepId: "load",
      finding,
      reason: "It is in the list.",
      actor: analyst,
    };
    await expect(runner.resolve({ ...resolution, reason: "" })).rejects.toThrow(/needs a reason/);
    await runner.resolve(resolution);
    await expect(runner.resolve(resolution)).rejects.toMatchObject({ code: "run.refused" });
    const run = await runner.advance("night-1");
    expect(run).toMatchObject({
      status: "succeeded",
      steps: [{ output: "task 7", found: true }, { output: "task 7" }],
    });
    expect(performed).toBe(1);

    const events = await createRunLog(log).events("night-1");
    expect(events.find(({ type }) => type === "effect.resolved")).toMatchObject({
      actor: analyst,
      epoch: 0,
      data: { reason: "It is in the list." },
    });
  });

  test("performs a step again that a person found not to have happened", async () => {
    let performed = 0;
    const runner = runnerOn(
      log,
      start().step("load", {
        ...text,
        effect: "once",
        onDoubt,
        run: () => {
          performed += 1;
          if (performed === 1) throw new TypeError("something odd");
          return performed;
        },
      }),
    );
    await runner.request(request);
    await runner.advance("night-1");
    await runner.resolve({
      runId: "night-1",
      stepId: "load",
      finding: { as: "absent" },
      reason: "Nothing there.",
      actor: analyst,
    });
    expect(await runner.advance("night-1")).toMatchObject({ status: "succeeded", steps: [{ output: 2 }] });
  });
});
