import type { RunState } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failedRun, minute, run, step } from "../run-fixture.js";
import { derivedUuid } from "./derived-uuid.js";
import { createLineage } from "./lineage.js";
import { checkLineage } from "./lineage-rules-fixture.js";

const inbox = { namespace: "sftp://files.example.test", name: "/inbox/orders" };
const model = { namespace: "anaplan://plan", name: "Orders" };
const lineage = createLineage({
  namespace: "acme/production",
  datasets: { "orders/receive": { input: inbox }, "orders/load": { input: inbox, output: model } },
});

const told = (state: RunState) =>
  lineage
    .eventsOf(state)
    .map(({ eventType, job, eventTime }) => [eventType, job.name, Date.parse(eventTime)]);

describe("createLineage: what is told of runs and data", () => {
  test("tells of the run and of each step, by the rules of the specification", () => {
    const events = lineage.eventsOf(run("run-1"), { slot: { instantMs: minute(0) } });
    expect(checkLineage(events)).toEqual([]);
    expect(told(run("run-1"))).toEqual([
      ["START", "orders", minute(0)],
      ["START", "orders/receive", minute(0)],
      ["COMPLETE", "orders/receive", minute(1)],
      ["START", "orders/load", minute(1)],
      ["COMPLETE", "orders/load", minute(5)],
      ["COMPLETE", "orders", minute(5)],
    ]);
    expect(events[0]?.run.facets["nominalTime"]).toMatchObject({
      nominalStartTime: "2026-01-05T22:00:00.000Z",
    });
    const parent = {
      run: { runId: events[0]?.run.runId },
      job: { namespace: "acme/production", name: "orders" },
    };
    expect(events[1]?.run.facets["parent"]).toMatchObject(parent);
  });

  test("counts what is known of the declared datasets, and nothing else", () => {
    const events = lineage.eventsOf(run("run-1"));
    const [received, loaded] = [events[2], events[4]];
    expect(received?.inputs[0]?.inputFacets?.["dataQualityMetrics"]).toMatchObject({
      bytes: 2_000_000,
      fileCount: 1,
    });
    expect(received?.inputs[0]?.inputFacets?.["dataQualityMetrics"]).not.toHaveProperty("rowCount");
    expect(loaded?.inputs[0]?.inputFacets?.["dataQualityMetrics"]).toMatchObject({ rowCount: 50_000 });
    expect(loaded?.outputs[0]?.outputFacets?.["outputStatistics"]).toMatchObject({ rowCount: 49_990 });
    const silent = lineage.eventsOf(run("run-1", { steps: [step("load", { volume: {} })] }));
    expect(silent[2]).toMatchObject({ inputs: [inbox], outputs: [model] });
    expect(silent[2]?.outputs[0]).not.toHaveProperty("outputFacets");
    const undeclared = createLineage({ namespace: "acme" }).eventsOf(run("run-1"));
    expect(undeclared.every(({ inputs, outputs }) => inputs.length + outputs.length === 0)).toBe(true);
  });

  test("zero rows are told as zero", () => {
    const load = lineage.eventsOf(failedRun("run-1")).find(({ eventType }) => eventType === "FAIL");
    expect(load?.inputs[0]?.inputFacets?.["dataQualityMetrics"]).toMatchObject({ rowCount: 0 });
  });
});

describe("createLineage: how runs end, and where they belong", () => {
  test("tells of a failure why, on the step and on the run", () => {
    const events = lineage.eventsOf(failedRun("run-1"));
    expect(checkLineage(events)).toEqual([]);
    const failures = events.filter(({ eventType }) => eventType === "FAIL");
    expect(failures.map(({ job }) => job.name)).toEqual(["orders/load", "orders"]);
    for (const { run: failed } of failures)
      expect(failed.facets["errorMessage"]).toMatchObject({ message: expect.stringContaining("12 columns") });
    const went = run("run-1", { steps: [step("load", { status: "refused", refusal: "Too few." })] });
    expect(told(went).map(([type]) => type)).toEqual(["START", "START", "FAIL", "COMPLETE"]);
    expect(lineage.eventsOf(went).at(-1)?.run.facets).not.toHaveProperty("errorMessage");
  });

  test("a run that goes on is running as of the latest that is known, and nothing is told before it begins", () => {
    const begun = run("run-1", { status: "running", finishedAt: undefined });
    expect(told(begun).at(-1)).toEqual(["RUNNING", "orders", minute(5)]);
    const load = step("load", { status: "running", finishedAt: undefined });
    expect(told({ ...begun, steps: [load] })).toEqual([
      ["START", "orders", minute(0)],
      ["START", "orders/load", minute(0)],
    ]);
    expect(told({ ...begun, status: "requested", steps: [] })).toEqual([]);
  });

  test("a run that was cancelled, or never began, is aborted with what was open in it", () => {
    const load = step("load", { status: "running", finishedAt: undefined });
    const cancelled = run("run-1", { status: "cancelled", steps: [load] });
    expect(told(cancelled).slice(2)).toEqual([
      ["ABORT", "orders/load", minute(5)],
      ["ABORT", "orders", minute(5)],
    ]);
    const refused = run("run-1", { status: "refused", steps: [], refusal: ["rows: too few"] });
    expect(told(refused).map(([type]) => type)).toEqual(["START", "ABORT"]);
    expect(lineage.eventsOf(refused)[1]?.run.facets["errorMessage"]).toMatchObject({
      message: "rows: too few",
    });
  });

  test("a called run has the step that called it as its parent, where that is known", () => {
    const called = run("run-1", { calledBy: { runId: "month", stepId: "nights" } });
    const parentOf = (callerProcedureId?: string) =>
      lineage.eventsOf(called, { callerProcedureId })[0]?.run.facets["parent"];
    expect(parentOf()).toBeUndefined();
    const caller = run("month", { procedureId: "close", steps: [step("nights")] });
    const runId = lineage.eventsOf(caller)[1]?.run.runId;
    expect(parentOf("close")).toMatchObject({ run: { runId }, job: { name: "close/nights" } });
  });
});

describe("createLineage: rules and options", () => {
  test("whatever a run looks like, its events keep the rules, and are the same again", () => {
    const at = fc.integer({ min: -100, max: 100 }).map(minute);
    const status = fc.constantFrom("succeeded", "failed", "refused", "running", "in-doubt", "skipped");
    const steps = fc.uniqueArray(
      fc
        .record({ id: fc.string({ minLength: 1 }), status, startedAt: at, finishedAt: fc.option(at) })
        .map(({ id, finishedAt, ...more }) => step(id, { ...more, finishedAt: finishedAt ?? undefined })),
      { selector: ({ stepId }) => stepId, maxLength: 4 },
    );
    const over = fc.constantFrom("succeeded", "failed", "cancelled", "refused");
    fc.assert(
      fc.property(steps, over, at, fc.boolean(), (each, end, finishedAt, isOver) => {
        const state = run("run-1", {
          steps: each,
          status: isOver ? end : "running",
          finishedAt: isOver ? finishedAt : undefined,
        });
        const events = lineage.eventsOf(state);
        expect(checkLineage(events)).toEqual([]);
        expect(lineage.eventsOf(state)).toEqual(events);
      }),
    );
  });

  test("refuses options that cannot be, all at once", () => {
    const wrong = { namespace: "", producer: "me", datasets: { load: {} } };
    expect(() => createLineage(wrong)).toThrow(/namespace.*producer.*datasets/s);
  });
});

describe("derivedUuid", () => {
  test("is the same for the same parts, another for others, and of version 5", () => {
    expect(derivedUuid(["a", "b"])).toBe(derivedUuid(["a", "b"]));
    expect(new Set([["ab"], ["a", "b"], ["a", "", "b"]].map(derivedUuid)).size).toBe(3);
    expect(derivedUuid(["a"])).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});
