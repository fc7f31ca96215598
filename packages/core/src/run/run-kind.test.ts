import { describe, expect, test } from "vitest";
import type { JsonValue } from "../json.js";
import type { LogEvent, NewEvent } from "../log/event.js";
import { CHAIN_START, linkEvent } from "../log/hash-chain.js";
import { foldStream } from "../log/stream.js";
import { runKind } from "./run-kind.js";

const analyst = { kind: "person", id: "analyst" } as const;
const stream = { kind: "run", id: "night-1" };

/** Events of a run, one a second. */
function kept(...events: readonly (readonly [string, JsonValue])[]): readonly LogEvent[] {
  const linked: LogEvent[] = [];
  for (const [type, data] of events) {
    const event: NewEvent = { type, actor: analyst, data };
    const head = linked.at(-1) ?? { seq: 0, hash: CHAIN_START };
    linked.push(linkEvent(stream, head, { ...event, at: (linked.length + 1) * 1_000, epoch: 1 }));
  }
  return linked;
}

const asked = [
  "run.requested",
  { procedureId: "nightly-load", guideHash: "abc", input: { rows: 5 }, labels: {} },
] as const;
const intended = (effectId: string, attempt = 1) =>
  ["effect.intended", { effectId, attempt, key: `night-1/${effectId}`, contract: "once" }] as const;

describe("runKind", () => {
  test("begins with what was asked for, when and by whom", () => {
    expect(foldStream(runKind, kept(asked))).toEqual({
      runId: "night-1",
      procedureId: "nightly-load",
      guideHash: "abc",
      input: { rows: 5 },
      labels: {},
      status: "requested",
      requestedAt: 1_000,
      requestedBy: analyst,
      resumptions: 0,
      steps: [],
    });
  });

  test("keeps each step as the effect that it is, in the order in which they were first intended", () => {
    const run = foldStream(
      runKind,
      kept(
        asked,
        intended("receive"),
        ["effect.succeeded", { effectId: "receive", attempt: 1, output: "file", elapsedMs: 12.5 }],
        intended("load"),
        [
          "effect.failed",
          {
            effectId: "load",
            attempt: 1,
            failure: { code: "remote.busy", message: "Busy." },
            willRetry: true,
          },
        ],
        ["run.resumed", { worker: "two" }],
        intended("load", 2),
      ),
    );
    expect(run).toMatchObject({ status: "running", resumptions: 1 });
    expect(run?.steps).toMatchObject([
      {
        stepId: "receive",
        status: "succeeded",
        output: "file",
        elapsedMs: 12.5,
        startedAt: 2_000,
        finishedAt: 3_000,
      },
      { stepId: "load", status: "running", attempts: 2, failedAttempts: 1, startedAt: 4_000 },
    ]);
  });

  test("is in doubt while one step is, and runs on when that is resolved", () => {
    const doubt = [
      "effect.in-doubt",
      { effectId: "load", attempt: 1, reason: "The reply was lost." },
    ] as const;
    const resolved = [
      "effect.resolved",
      { effectId: "load", as: "happened", output: 7, reason: "Seen." },
    ] as const;
    expect(foldStream(runKind, kept(asked, intended("load"), doubt))?.status).toBe("in-doubt");
    expect(foldStream(runKind, kept(asked, intended("load"), doubt, resolved))).toMatchObject({
      status: "running",
      steps: [{ status: "succeeded", output: 7, found: true }],
    });
  });

  test("ends as it was finished, and is listed under its procedure", () => {
    const run = foldStream(runKind, kept(asked, ["run.finished", { outcome: "failed" }]));
    expect(run).toMatchObject({ status: "failed", finishedAt: 2_000 });
    if (run !== undefined) expect(runKind.index(run)).toEqual({ status: "failed", subject: "nightly-load" });
  });

  test("knows no run that nobody asked for", () => {
    expect(() => foldStream(runKind, kept(["run.finished", { outcome: "failed" }]))).toThrow(TypeError);
  });
});
