import type { JsonValue, LogEvent } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { minute } from "../run-fixture.js";
import { placeOfRun, placeOfStep } from "./derived-ids.js";
import { planSpans } from "./span-plan.js";

const actor = { kind: "service", id: "worker" } as const;

/** The events of a run that was requested at ten and is told further: minutes, type and data of each event. */
function eventsOf(
  request: Readonly<Record<string, JsonValue>>,
  ...told: readonly (readonly [number, string, JsonValue])[]
): readonly LogEvent[] {
  const requested = { procedureId: "orders", guideHash: "hash", input: null, labels: {}, ...request };
  return [[0, "run.requested", requested] as const, ...told].map(([at, type, data], place) => ({
    ...{ stream: { kind: "run", id: "run-1" }, type, actor, data, seq: place + 1, at: minute(at) },
    ...{ epoch: 1, dataDigest: "", previousHash: "", hash: "" },
  }));
}

const intended = (attempt: number) => ({ effectId: "load", attempt, key: "k", contract: "once" });

describe("planSpans: attempts", () => {
  test("an attempt that was cut off ends when that was noticed, and has no success", () => {
    const plan = planSpans(
      eventsOf(
        {},
        [1, "effect.intended", intended(1)],
        [4, "run.resumed", { worker: "other" }],
        [4, "effect.intended", intended(2)],
        [5, "effect.succeeded", { effectId: "load", attempt: 2, output: null, elapsedMs: 60_000 }],
        [5, "run.finished", { outcome: "succeeded" }],
      ),
    );
    expect(plan?.parts[0]?.parts).toMatchObject([
      { startedAt: minute(1), endedAt: minute(4), isGood: false, attributes: { "error.type": "cut-off" } },
      { startedAt: minute(4), endedAt: minute(5), isGood: true },
    ]);
  });

  test("an attempt in doubt ends with the doubt; its step ends when the doubt does", () => {
    const plan = planSpans(
      eventsOf(
        {},
        [1, "effect.intended", intended(1)],
        [2, "effect.in-doubt", { effectId: "load", attempt: 1, reason: "No answer." }],
        [30, "effect.resolved", { effectId: "load", as: "happened", output: null, reason: "It is there." }],
        [30, "run.finished", { outcome: "succeeded" }],
      ),
    );
    expect(plan?.parts[0]).toMatchObject({ endedAt: minute(30), attributes: { "spm_ops.step.found": true } });
    expect(plan?.parts[0]?.parts).toMatchObject([{ endedAt: minute(2), message: "No answer." }]);
  });

  test("a run that was cancelled neither failed nor went well, and its open attempt ends with it", () => {
    const plan = planSpans(
      eventsOf({}, [1, "effect.intended", intended(1)], [2, "run.finished", { outcome: "cancelled" }]),
    );
    expect(plan?.isGood).toBeUndefined();
    expect(plan?.attributes).toMatchObject({ "cicd.pipeline.result": "cancellation" });
    expect(plan?.parts[0]).toMatchObject({ endedAt: minute(2), parts: [{ endedAt: minute(2) }] });
  });
});

describe("planSpans: people, and other runs", () => {
  test("waits and decisions of people are seen, and a clock that was set back gives no negative time", () => {
    const plan = planSpans(
      eventsOf(
        {},
        [5, "step.opened", { stepId: "approve", kind: "manual" }],
        [3, "step.completed", { stepId: "approve", output: null }],
        [4, "step.skipped", { stepId: "load", reason: "No file." }],
        [6, "run.finished", { outcome: "succeeded" }],
      ),
    );
    expect(plan?.parts).toMatchObject([
      { startedAt: minute(5), endedAt: minute(5), attributes: { "spm_ops.step.waited_for": "manual" } },
      { attributes: { "cicd.pipeline.task.run.result": "skip", "spm_ops.step.decided": "skipped" } },
    ]);
  });

  test("a repeated run is linked with the one it repeats, a called one with the step that called it", () => {
    const plan = planSpans(
      eventsOf(
        {
          rerunOf: { runId: "run-0", fromStepId: "load", reason: "again" },
          calledBy: { runId: "month", stepId: "nights" },
        },
        [1, "run.finished", { outcome: "succeeded" }],
      ),
    );
    expect(plan?.links).toEqual([placeOfRun("run-0"), placeOfStep("month", "nights")]);
  });
});
