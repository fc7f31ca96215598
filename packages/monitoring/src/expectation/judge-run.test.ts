import type { RunState } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { judgeRun } from "./judge-run.js";
import { nightRun as run, finishedStep as step } from "./night-run-fixture.js";

const usualSteps = [
  step("receive", 30_000, { volume: { files: 1, bytes: 2_000_000 } }),
  step("load", 240_000, { volume: { rowsRead: 50_000, rowsRejected: 0 } }),
];
const nights = Array.from({ length: 10 }, (_, night) => run(night, usualSteps));

function verdicts(judged: RunState, history: readonly RunState[] = nights) {
  return judgeRun(judged, history).map(({ subject, measure, verdict, runs }) => [
    subject,
    measure,
    verdict,
    runs,
  ]);
}

describe("judgeRun", () => {
  test("judges the run, then each step's duration and volumes in order", () => {
    expect(verdicts(run(10, usualSteps))).toEqual([
      ["orders", "durationMs", "as-expected", 10],
      ["orders/receive", "durationMs", "as-expected", 10],
      ["orders/receive", "files", "as-expected", 10],
      ["orders/receive", "bytes", "as-expected", 10],
      ["orders/load", "durationMs", "as-expected", 10],
      ["orders/load", "rowsRead", "as-expected", 10],
      ["orders/load", "rowsRejected", "as-expected", 10],
    ]);
  });

  test("finds the slow step and the small file", () => {
    const judged = run(10, [
      step("receive", 29_000, { volume: { files: 1, bytes: 90_000 } }),
      step("load", 1_900_000, { volume: { rowsRead: 2_300, rowsRejected: 0 } }),
    ]);
    expect(verdicts(judged).filter(([, , verdict]) => verdict !== "as-expected")).toEqual([
      ["orders/receive", "bytes", "too-low", 10],
      ["orders/load", "durationMs", "too-high", 10],
      ["orders/load", "rowsRead", "too-low", 10],
    ]);
  });

  test("learns only from earlier runs of the procedure that succeeded", () => {
    const others = [
      run(3, usualSteps, { runId: "other", procedureId: "quotas" }),
      run(4, usualSteps, { runId: "failed", status: "failed" }),
      run(11, usualSteps),
      run(10, usualSteps),
    ];
    const judged = verdicts(run(10, usualSteps), others);
    expect(judged).toHaveLength(7);
    for (const judgement of judged) expect(judgement.slice(2)).toEqual(["learning", 0]);
  });

  test("counts the newest runs, whatever order they come in", () => {
    const growing = Array.from({ length: 8 }, (_, night) => run(night, [step("load", 1_000 * 3 ** night)]));
    const [, load] = judgeRun(run(8, [step("load", 3 ** 7 * 1_000)]), growing.toReversed(), {
      newestRuns: 1,
    });
    expect(load).toMatchObject({ runs: 1, expected: { typical: expect.closeTo(3 ** 7 * 1_000, 0) } });
  });

  test("judges a step that was refused, but not one that failed, still runs or is in doubt", () => {
    const judged = run(10, [
      step("receive", 30_000, { status: "refused" }),
      step("load", 1_000, { status: "failed" }),
      step("check", 1_000, { status: "running" }),
      step("tell", 1_000, { status: "in-doubt" }),
    ]);
    expect(verdicts(judged).map(([subject]) => subject)).toEqual(["orders", "orders/receive"]);
  });

  test("does not learn from a failed step of a run that succeeded", () => {
    const past = run(0, [step("load", 5, { status: "failed" })]);
    expect(verdicts(run(1, [step("load", 240_000)]), [past])).toContainEqual([
      "orders/load",
      "durationMs",
      "learning",
      0,
    ]);
  });

  test("leaves out durations that no clock saw: found, or taken over after a crash", () => {
    const found = run(10, [step("load", 3, { found: true, volume: { rowsRead: 50_000 } })]);
    expect(verdicts(found)).toEqual([
      ["orders", "durationMs", "as-expected", 10],
      ["orders/load", "rowsRead", "as-expected", 10],
    ]);
    const retried = run(10, [step("load", 240_000, { attempts: 3, failedAttempts: 2 })]);
    expect(verdicts(retried)).toContainEqual(["orders/load", "durationMs", "as-expected", 10]);
    const resumed = run(10, [step("receive", 30_000), step("load", 9, { attempts: 2 })], { resumptions: 1 });
    expect(verdicts(resumed)).toEqual([["orders/receive", "durationMs", "as-expected", 10]]);
    expect(verdicts(run(11, [step("load", 240_000)]), [resumed])).toContainEqual([
      "orders/load",
      "durationMs",
      "learning",
      0,
    ]);
  });

  test("does not judge the duration of a run that has not finished, failed or did nothing", () => {
    expect(judgeRun(run(10, [], { status: "running", finishedAt: undefined }), nights)).toEqual([]);
    expect(judgeRun(run(10, [], { finishedAt: 0 }), nights)).toEqual([]);
    expect(verdicts(run(10, usualSteps, { status: "failed" })).map(([subject]) => subject)).not.toContain(
      "orders",
    );
  });
});
