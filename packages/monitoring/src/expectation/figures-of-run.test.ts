import { describe, expect, test } from "vitest";
import { figuresOfRun } from "./figures-of-run.js";
import { finishedStep, nightRun } from "./night-run-fixture.js";

const reading = { zone: "Europe/Berlin" };

/** Subject, measure and value of each figure. */
function figures(...parameters: Parameters<typeof nightRun>) {
  return figuresOfRun(nightRun(...parameters), reading).map(({ subject, measure, value }) => [
    subject,
    measure,
    value,
  ]);
}

describe("figuresOfRun", () => {
  test("gives the run's duration, and of each step its duration and what it moved", () => {
    const load = finishedStep("load", 240_000, { volume: { rowsRead: 50_000, rowsRejected: 0 } });
    expect(figures(0, [finishedStep("receive", 30_000), load])).toEqual([
      ["orders", "durationMs", 300_000],
      ["orders/receive", "durationMs", 30_000],
      ["orders/load", "durationMs", 240_000],
      ["orders/load", "rowsRead", 50_000],
      ["orders/load", "rowsRejected", 0],
      ["orders/load", "rowsPerSecond", 50_000 / 240],
    ]);
  });

  test("gives the rows that a step read with its duration, and with no other figure", () => {
    const load = finishedStep("load", 240_000, { volume: { rowsRead: 50_000, files: 1 } });
    const given = figuresOfRun(nightRun(0, [load]), reading).map(({ rowsGiven }) => rowsGiven);
    expect(given).toEqual([undefined, 50_000, undefined, undefined, undefined]);
  });

  test("tells no throughput of a moment, which says more about the clock", () => {
    const quick = finishedStep("load", 900, { volume: { rowsRead: 50_000 } });
    expect(figures(0, [quick]).map(([, measure]) => measure)).toEqual([
      "durationMs",
      "durationMs",
      "rowsRead",
    ]);
  });

  test("takes the date of the client's zone", () => {
    // Ten in the evening in Greenwich is the same day in Berlin, and the next one in Tokyo.
    const run = nightRun(0, []);
    expect(figuresOfRun(run, reading)[0]?.date).toBeUndefined();
    const begun = nightRun(0, [finishedStep("receive", 1)]);
    expect(figuresOfRun(begun, reading)[0]?.date).toBe("2026-01-05");
    expect(figuresOfRun(begun, { zone: "Asia/Tokyo" })[0]?.date).toBe("2026-01-06");
    expect(() => figuresOfRun(begun, { zone: "Atlantis" })).toThrow(RangeError);
  });

  test("has no figure of what failed, nor a duration that no clock saw", () => {
    const crashed = finishedStep("load", 5_000, { attempts: 2 });
    const found = finishedStep("send", 5_000, { found: true });
    const failed = finishedStep("calculate", 5_000, { status: "failed", volume: { rowsRead: 3 } });
    expect(figures(0, [crashed, found, failed], { status: "failed", resumptions: 1 })).toEqual([]);
  });

  test("says of a step that ran out of time that it would have taken longer", () => {
    const failure = { code: "step.timed-out", message: "The step took longer than 30 minutes." };
    const stopped = finishedStep("load", 1_800_000, { status: "failed", failedAttempts: 1, failure });
    expect(figuresOfRun(nightRun(0, [stopped], { status: "failed" }), reading)).toMatchObject([
      { subject: "orders/load", measure: "durationMs", value: 1_800_000, end: "cut-off" },
    ]);
  });

  test("has no figure of what somebody decided instead of its performance", () => {
    const by = { by: { kind: "person", id: "operator" }, at: 0, reason: "It was done." } as const;
    const volume = { rowsRead: 50_000 };
    const steps = (["skipped", "overridden", "reused"] as const).map((as) =>
      finishedStep(as, undefined, { volume, decision: { ...by, as } }),
    );
    expect(figures(0, steps).map(([subject]) => subject)).toEqual(["orders"]);
  });

  test("tells by which word a run came about", () => {
    const kind = (changes: Parameters<typeof nightRun>[2]) =>
      figuresOfRun(nightRun(0, [finishedStep("load", 1)], changes), reading)[0]?.kind;
    const person = { kind: "person", id: "operator" } as const;
    const rerunOf = { runId: "night-0", fromStepId: "load", reason: "late file" };
    expect(kind({})).toBe("scheduled");
    expect(kind({ requestedBy: person })).toBe("ad-hoc");
    expect(kind({ requestedBy: person, slotId: "nightly@2026" })).toBe("scheduled");
    expect(kind({ requestedBy: person, rerunOf })).toBe("re-run");
    expect(
      figuresOfRun(nightRun(0, [finishedStep("load", 1)]), { ...reading, kindOf: () => "backfill" })[0]?.kind,
    ).toBe("backfill");
  });
});
