import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Log } from "../log/log.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { listSteps, type StepQuery } from "./list-steps.js";
import { createRunLog } from "./run-log.js";
import { request, runnerOn, start, text } from "./runner-fixture.js";

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
  const procedure = start()
    .step("load", {
      ...text,
      effect: "repeatable",
      run: ({ input, volume }) => volume({ rowsWritten: input.rows }),
    })
    .step("report", {
      ...text,
      effect: "repeatable",
      run: ({ input }) => (input.rows > 1 ? "sent" : Promise.reject(new TypeError("too few"))),
    });
  const runner = runnerOn(log, procedure);
  for (const rows of [1, 2, 3]) await runner.perform({ ...request, runId: `night-${rows}`, input: { rows } });
});
afterEach(() => log.close());

async function list(query?: StepQuery): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { run, step } of listSteps(createRunLog(log), query))
    found.push(`${run.runId} ${step.stepId}`);
  return found;
}

describe("listSteps", () => {
  test.each<[StepQuery | undefined, readonly string[]]>([
    [
      undefined,
      ["night-1 load", "night-1 report", "night-2 load", "night-2 report", "night-3 load", "night-3 report"],
    ],
    [{ stepId: "load", first: "newest", limit: 2 }, ["night-3 load", "night-2 load"]],
    [{ stepStatus: ["failed"] }, ["night-1 report"]],
    [{ status: ["succeeded"], stepId: "report" }, ["night-2 report", "night-3 report"]],
    [{ procedureId: "no-such" }, []],
    [{ limit: 0 }, []],
  ])("for %j lists %j", async (query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  test("tells durations and volumes", async () => {
    const steps = listSteps(createRunLog(log), { stepId: "load", limit: 1 });
    for await (const { step } of steps) {
      expect(step).toMatchObject({ volume: { rowsWritten: 1 }, elapsedMs: expect.any(Number) });
    }
    expect.assertions(1);
  });
});
