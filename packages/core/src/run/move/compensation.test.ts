import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { createRunLog } from "../run-log.js";
import { analyst, onDoubt, request, runnerOn, start, text } from "../runner-fixture.js";

let log: Log;
let done: string[];
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
  done = [];
});
afterEach(() => log.close());

const repeatable = { ...text, effect: "repeatable" } as const;
const did = <Output>(name: string, output: Output) => {
  done.push(name);
  return output;
};
const undo = (name: string) => ({
  instructions: ["Take it back by hand."],
  effect: "repeatable" as const,
  run: ({ outputs }: { readonly outputs: { readonly compensated: unknown } }) => {
    done.push(`undo ${name} ${JSON.stringify(outputs.compensated)}`);
    return name;
  },
});

/** Three steps that can be undone, two of them, and then one that fails. */
const procedure = (then: "stop" | "compensate") =>
  start()
    .step("stage", {
      ...repeatable,
      run: () => did("stage", "staged"),
      compensate: undo("stage"),
    })
    .step("check", { ...repeatable, run: () => void done.push("check") })
    .step("load", {
      ...text,
      effect: "once",
      onDoubt,
      run: () => did("load", 7),
      compensate: undo("load"),
    })
    .step("post", {
      ...repeatable,
      onFailure: { instructions: ["Tell payroll."], then },
      run: () => Promise.reject(new TypeError("refused")),
    })
    .whenFailed("tell", { ...repeatable, run: () => void done.push("tell") });

describe("compensation", () => {
  test("undoes what was done, the latest first, each once, and then takes the steps for a failure", async () => {
    const runner = runnerOn(log, procedure("compensate"));
    await runner.request(request);
    const run = await runner.advance("night-1");
    expect(done).toEqual(["stage", "check", "load", "undo load 7", 'undo stage "staged"', "tell"]);
    expect(run).toMatchObject({ status: "failed" });
    expect(run.steps.map(({ stepId, status }) => [stepId, status])).toEqual([
      ["stage", "succeeded"],
      ["check", "succeeded"],
      ["load", "succeeded"],
      ["post", "failed"],
      ["load.compensation", "succeeded"],
      ["stage.compensation", "succeeded"],
      ["tell", "succeeded"],
    ]);
  });

  test("does nothing where the guide says only to stop", async () => {
    const runner = runnerOn(log, procedure("stop"));
    await runner.request(request);
    await runner.advance("night-1");
    expect(done).toEqual(["stage", "check", "load", "tell"]);
  });

  test("goes on with the others when one cannot be undone", async () => {
    const broken = start()
      .step("stage", { ...repeatable, run: () => void done.push("stage"), compensate: undo("stage") })
      .step("load", {
        ...repeatable,
        run: () => void done.push("load"),
        compensate: { ...undo("load"), run: () => Promise.reject(new TypeError("gone")) },
      })
      .step("post", {
        ...repeatable,
        onFailure: { instructions: ["Undo."], then: "compensate" },
        run: () => Promise.reject(new TypeError("refused")),
      });
    const runner = runnerOn(log, broken);
    await runner.request(request);
    const run = await runner.advance("night-1");
    expect(done).toEqual(["stage", "load", "undo stage null"]);
    expect(run).toMatchObject({
      status: "failed",
      steps: [{}, {}, {}, { status: "failed" }, { status: "succeeded" }],
    });
  });

  test("undoes what a cancelled run has done when it is asked to, and also an output that was not accepted", async () => {
    const refused = start()
      .step("load", {
        ...repeatable,
        onFailure: { instructions: ["Go on."], then: "continue" },
        run: () => 3,
        accept: () => "too few",
        compensate: undo("load"),
      })
      .waitUntil("cutoff", { ...text, until: { afterMs: 3_600_000 } });
    const runner = runnerOn(log, refused);
    await runner.request(request);
    expect(await runner.advance("night-1")).toMatchObject({ status: "waiting" });
    await runner.cancel({ runId: "night-1", reason: "Wrong file.", actor: analyst, compensate: true });
    expect(await runner.advance("night-1")).toMatchObject({ status: "cancelled" });
    expect(done).toEqual(["undo load 3"]);
  });

  test("leaves alone what this run did not do itself", async () => {
    const runner = runnerOn(log, procedure("compensate"));
    await runner.request(request);
    await runner.override({
      runId: "night-1",
      stepId: "load",
      output: 9,
      reason: "Done by hand.",
      actor: analyst,
    });
    await runner.advance("night-1");
    expect(done).toEqual(["stage", "check", 'undo stage "staged"', "tell"]);
    await createRunLog(log).verify("night-1");
  });
});
