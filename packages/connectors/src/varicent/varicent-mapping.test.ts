import { describe, expect, test } from "vitest";
import { toEndState, toOutcome, toRunning, toScheduleOutcome } from "./varicent-mapping.js";
import { activityList, type ScheduleItem } from "./varicent-replies.js";

const WORDS = ["successfully"];
const entries = (...told: readonly object[]) =>
  activityList.parse(told.map((each) => ({ progressId: 7, status: "Completed", ...each })));

describe("toRunning", () => {
  test("tells progress only where the vendor does, and never more than all", () => {
    expect(toRunning(entries({ status: "Queued" }))).toEqual({ state: "running", rawStatus: "Queued" });
    expect(toRunning(entries({ percent: 250 }))).toMatchObject({ progress: 1 });
    expect(toRunning(entries({ percent: -1 }))).toMatchObject({ progress: 0 });
  });
});

describe("toEndState", () => {
  test.for([
    [["Completed", "completed"], "completed"],
    [["Completed", "Cancelled"], "cancelled"],
    [["Canceled"], "cancelled"],
    [["Cancelled", "Failed"], "failed"],
    [["Something new"], "failed"],
    [["Failed", "Running"], "running"],
    [[], "completed"],
  ] as const)("takes %s for %s", ([words, state]) => {
    expect(toEndState(entries(...words.map((status) => ({ status }))))).toBe(state);
  });
});

describe("toOutcome", () => {
  test.for([
    ["Calculation X calculated successfully.", "succeeded"],
    ["SUCCESSFULLY imported, 0 errors", "succeeded"],
    ["Imported successfully without errors.", "succeeded"],
    ["Imported successfully, 3 errors", "unknown"],
    ["Imported successfully with errors", "unknown"],
    ["Not imported successfully", "unknown"],
    ["Imported unsuccessfully", "unknown"],
    ["Failed to finish successfully", "unknown"],
    ["Done.", "unknown"],
    ["", "unknown"],
  ] as const)("takes a completed run that says %j for %s", ([message, state]) => {
    const outcome = toOutcome(entries({ message }), WORDS);
    expect(outcome).toEqual({ state, volume: {}, rawStatus: "Completed", message });
  });

  test("tells all that the vendor says, once", () => {
    const told = entries(
      { status: "Failed", message: "Broken.", messageDetails: "Line 3" },
      { message: "Broken." },
    );
    expect(toOutcome(told, WORDS)).toMatchObject({
      state: "failed",
      rawStatus: "Failed, Completed",
      message: "Broken.; Line 3",
    });
  });
});

describe("toScheduleOutcome", () => {
  const START = Date.UTC(2026, 4, 1);
  const item = (lastRunStatus: string, more: Partial<ScheduleItem> = {}): ScheduleItem => ({
    id: "6",
    name: "Part",
    activation: "Enabled",
    lastRun: START + 1_000,
    lastRunStatus,
    childScheduleItems: [],
    ...more,
  });
  const stateOf = (...children: readonly ScheduleItem[]) =>
    toScheduleOutcome(item("Success", { childScheduleItems: children }), START, entries({}))?.state;

  test("is as good as the worst of its enabled parts, at any depth", () => {
    expect(stateOf()).toBe("succeeded");
    expect(stateOf(item("Success"), item("Failed"))).toBe("failed");
    expect(stateOf(item("Cancelled"), item("Odd"))).toBe("cancelled");
    expect(stateOf(item("Warning"))).toBe("unknown");
    expect(stateOf(item("Success", { childScheduleItems: [item("Error")] }))).toBe("failed");
    const off = item("Error", { activation: "Disabled", childScheduleItems: [item("Error")] });
    expect(stateOf(off)).toBe("succeeded");
  });

  test("does not know of a part that did not run this time", () => {
    expect(stateOf(item("Success", { lastRun: START - 10_000 }))).toBe("unknown");
    expect(stateOf(item("Success", { lastRun: undefined }), item("Error"))).toBe("failed");
  });

  test("waits for the item's own result, but not when the run itself is told to have failed", () => {
    const old = item("Success", { lastRun: START - 10_000 });
    expect(toScheduleOutcome(old, START, entries({}))).toBeUndefined();
    const failed = toScheduleOutcome(old, START, entries({ status: "Failed" }));
    expect(failed).toMatchObject({ state: "failed" });
  });
});
