import { describe, expect, test } from "vitest";
import { failedRun, minute, NIGHT, run, step } from "../export/run-fixture.js";
import type { Symptom } from "../incident/symptom.js";
import { toRunSymptoms } from "./run-symptoms.js";

const changedMs = minute(10);
const when = { nowMs: minute(10), origins: [] };
const see = (state: ReturnType<typeof run>) => ({ run: state, changedMs });
const nothing = new Map<string, Symptom>();
const toldOf = (symptoms: readonly Symptom[]) => new Map(symptoms.map((symptom) => [symptom.key, symptom]));
const { finishedAt: _, ...unfinished } = run("night-1", { status: "running" });

describe("toRunSymptoms", () => {
  test("says nothing of a run that is well, or that somebody cancelled", () => {
    expect(toRunSymptoms(see(run("night-1")), nothing, when)).toEqual({ raised: [], cleared: [] });
    expect(toRunSymptoms(see(run("night-1", { status: "cancelled" })), nothing, when).raised).toEqual([]);
  });

  test("says at which step a run failed, and why", () => {
    expect(toRunSymptoms(see(failedRun("night-1")), nothing, when).raised).toEqual([
      {
        ...{ key: "failed:orders@night-1", state: "raised", kind: "failed", severity: "critical" },
        ...{ subject: "orders/load", runId: "night-1", at: minute(3) },
        explanation:
          "orders has failed at the step load: remote.rejected, The import was refused: 12 columns, not 11.",
      },
    ]);
  });

  test("says why a step was refused, and why a run was never begun", () => {
    const load = step("load", { status: "refused", refusal: "Only 3 of 50,000 rows were taken." });
    const refusedStep = run("night-1", { status: "failed", steps: [load] });
    expect(toRunSymptoms(see(refusedStep), nothing, when).raised[0]?.explanation).toBe(
      "orders has failed at the step load: Only 3 of 50,000 rows were taken.",
    );
    const refused = run("night-1", { status: "refused", refusal: ["input.month: is missing"], steps: [] });
    expect(toRunSymptoms(see(refused), nothing, when).raised[0]).toMatchObject({
      subject: "orders",
      explanation: "orders was refused and never began: input.month: is missing.",
    });
  });

  test("says of a step in doubt that somebody has to look, until it is no longer", () => {
    const load = step("load", { status: "in-doubt", doubt: "the answer was lost" });
    const inDoubt = { ...unfinished, status: "in-doubt", steps: [load] } as const;
    const { raised } = toRunSymptoms(see(inDoubt), nothing, when);
    expect(raised).toMatchObject([
      { key: "in-doubt:orders/load@night-1", kind: "in-doubt", severity: "critical", at: changedMs },
    ]);
    expect(raised[0]?.explanation).toContain("the answer was lost. Look before it is done again.");
    const { cleared } = toRunSymptoms(see(run("night-1")), toldOf(raised), when);
    expect(cleared).toMatchObject([{ key: "in-doubt:orders/load@night-1", state: "cleared" }]);
    expect(toRunSymptoms(see(run("night-2")), toldOf(raised), when).cleared).toEqual([]);
  });

  test("says of a step that waits for people that it is late, from its due time on", () => {
    const wait = { kind: "manual", dueMs: minute(9) } as const;
    const waiting = {
      ...unfinished,
      status: "waiting",
      steps: [step("sign", { status: "waiting", wait })],
    } as const;
    const early = { run: waiting, changedMs: NIGHT };
    expect(toRunSymptoms(early, nothing, { ...when, nowMs: minute(9) - 1 }).raised).toEqual([]);
    expect(toRunSymptoms(early, nothing, { ...when, nowMs: minute(9) }).raised).toMatchObject([
      { key: "overdue:orders/sign@night-1", kind: "late", severity: "warning", at: minute(9) },
    ]);
  });

  test("says of a worker in trouble from the second time on", () => {
    const trouble = { code: "storage.full", message: "There is no room." };
    const postponed = (times: number) =>
      toRunSymptoms(
        see({ ...unfinished, postponement: { untilMs: minute(12), times, trouble } }),
        nothing,
        when,
      );
    expect(postponed(1).raised).toEqual([]);
    expect(postponed(2).raised[0]?.explanation).toBe(
      "The worker of orders could not go on, 2 times in a row: storage.full, There is no room. It is tried again in 2 min.",
    );
  });

  test("names what a run repeats, and the run that a step waits for, as what its trouble may come of", () => {
    const calling = step("child", { status: "in-doubt", wait: { kind: "calling", runId: "child-1" } });
    const rerunOf = { runId: "night-0", fromStepId: "load", reason: "It is repaired." };
    const { raised } = toRunSymptoms(see({ ...unfinished, rerunOf, steps: [calling] }), nothing, when);
    expect(raised[0]?.upstream).toEqual(["night-0", "child-1"]);
  });

  test("takes a failure back when a repetition succeeded, and not when it did not", () => {
    const told = toldOf(toRunSymptoms(see(failedRun("night-1")), nothing, when).raised);
    const origins = ["night-1"];
    expect(toRunSymptoms(see(run("again")), told, { ...when, origins }).cleared).toMatchObject([
      { key: "failed:orders@night-1", state: "cleared", at: minute(5) },
    ]);
    expect(toRunSymptoms(see(failedRun("again")), told, { ...when, origins }).cleared).toEqual([]);
    expect(toRunSymptoms(see(run("another")), told, when).cleared).toEqual([]);
  });
});
