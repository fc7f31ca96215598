import { describe, expect, test } from "vitest";
import type { AutomatedStep } from "../../guide/procedure.js";
import type { StepStatus } from "../run-state.js";
import { nextMove } from "./next-move.js";

const step = (id: string, then: "stop" | "continue" = "stop"): AutomatedStep => ({
  kind: "automated",
  id,
  title: id,
  instructions: ["Do it by hand."],
  effect: "repeatable",
  onFailure: { instructions: ["Call the desk."], then },
  run: () => undefined,
});

const procedure = {
  steps: [step("receive"), step("check", "continue"), step("load")],
  failureSteps: [step("tell-vendor"), step("tell-client")],
};

function moveAfter(statuses: Readonly<Record<string, StepStatus>>): string {
  const steps = Object.entries(statuses).map(([stepId, status]) => ({
    stepId,
    status,
    key: stepId,
    attempts: 1,
    failedAttempts: 0,
    startedAt: 0,
  }));
  const next = nextMove(procedure, { steps });
  if (next.move === "perform") return next.step.id;
  return next.move === "finish" ? next.outcome : next.move;
}

describe("nextMove", () => {
  test.each<[Readonly<Record<string, StepStatus>>, string]>([
    [{}, "receive"],
    [{ receive: "running" }, "receive"],
    [{ receive: "retrying" }, "receive"],
    [{ receive: "in-doubt" }, "receive"],
    [{ receive: "succeeded" }, "check"],
    [{ receive: "succeeded", check: "failed" }, "load"],
    [{ receive: "succeeded", check: "refused" }, "load"],
    [{ receive: "succeeded", check: "failed", load: "succeeded" }, "succeeded"],
    [{ receive: "succeeded", check: "succeeded", load: "succeeded" }, "succeeded"],
    [{ receive: "failed" }, "tell-vendor"],
    [{ receive: "refused" }, "tell-vendor"],
    [{ receive: "failed", "tell-vendor": "in-doubt" }, "tell-vendor"],
    [{ receive: "failed", "tell-vendor": "failed" }, "tell-client"],
    [{ receive: "failed", "tell-vendor": "refused" }, "tell-client"],
    [{ receive: "failed", "tell-vendor": "succeeded", "tell-client": "succeeded" }, "failed"],
    [{ load: "succeeded", receive: "succeeded" }, "check"],
    [{ receive: "succeeded", check: "skipped" }, "load"],
    [{ receive: "failed", "tell-vendor": "skipped" }, "tell-client"],
  ])("after %j comes %s", (statuses, next) => {
    expect(moveAfter(statuses)).toBe(next);
  });

  test("begins nothing of a run that is held or cancelled, and ends a cancelled one unless something is in doubt", () => {
    const decision = { by: { kind: "person", id: "analyst" }, at: 0, reason: "month end" } as const;
    const doubtful = { stepId: "receive", key: "", attempts: 1, failedAttempts: 0, startedAt: 0 };
    expect(nextMove(procedure, { steps: [], hold: decision })).toEqual({ move: "wait" });
    expect(nextMove(procedure, { steps: [], cancellation: decision })).toEqual({
      move: "finish",
      outcome: "cancelled",
    });
    const inDoubt = [{ ...doubtful, status: "in-doubt" }] as const;
    expect(nextMove(procedure, { steps: inDoubt, cancellation: decision })).toEqual({ move: "wait" });
  });

  test("stops at a failure for which nothing is declared", () => {
    const { onFailure: _, ...bare } = step("receive");
    const failed = {
      stepId: "receive",
      status: "failed",
      key: "",
      attempts: 1,
      failedAttempts: 1,
      startedAt: 0,
    } as const;
    expect(nextMove({ steps: [bare], failureSteps: [] }, { steps: [failed] })).toEqual({
      move: "finish",
      outcome: "failed",
    });
  });
});
