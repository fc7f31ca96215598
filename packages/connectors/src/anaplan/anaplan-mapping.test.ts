import { describe, expect, test } from "vitest";
import { toPoll, toVolume } from "./anaplan-mapping.js";
import { type AnaplanPartResult, startReply } from "./anaplan-replies.js";

const values = (total: string, success: string) => [
  "successRowCount",
  success,
  "name",
  null,
  "totalRowCount",
  total,
];
const details = (total: string, success: string) => [
  { localMessageText: `${success} rows`, values: values(total, success) },
];
const part = (more: Partial<AnaplanPartResult>): AnaplanPartResult => ({ successful: true, ...more });
const complete = (result: Parameters<typeof toPoll>[0]["result"]) =>
  toPoll({ taskState: "COMPLETE", result });

describe("toPoll", () => {
  test.for(["NOT_STARTED", "IN_PROGRESS", "CANCELLING", "SOMETHING_NEW"])(
    "takes %s for a job that runs",
    (taskState) => {
      expect(toPoll({ taskState, progress: 0.5 })).toEqual({
        state: "running",
        rawStatus: taskState,
        progress: 0.5,
      });
    },
  );

  test("tells a cancelled job", () => {
    expect(toPoll({ taskState: "CANCELLED" })).toMatchObject({ outcome: { state: "cancelled", volume: {} } });
  });

  test.for([
    ["no result", null, "unknown"],
    ["an unsuccessful one", part({ successful: false, details: details("5", "0") }), "failed"],
    ["all rows", part({ failureDumpAvailable: false, details: details("5", "5") }), "succeeded"],
    ["a dump", part({ failureDumpAvailable: true }), "succeeded-with-rejects"],
    [
      "rows that are missing",
      part({ failureDumpAvailable: false, details: details("5", "4") }),
      "succeeded-with-rejects",
    ],
  ] as const)("reads the outcome off the result: %s", ([, result, state]) => {
    expect(complete(result)).toMatchObject({ state: "finished", outcome: { state } });
  });

  test("leaves counts that nobody told unknown", () => {
    expect(complete(part({}))).toMatchObject({ outcome: { state: "succeeded", volume: {} } });
    expect(Object.keys(toVolume([{ values: ["totalRowCount", null, "failedCount"] }]))).toEqual([]);
  });

  test("adds up the imports of a process, unless one of them tells nothing", () => {
    const told = part({ objectId: "112000000001", details: details("5", "4") });
    const action = part({ objectId: "117000000001" });
    const silent = part({ objectId: "112000000002" });
    const sum = (nestedResults: AnaplanPartResult[]) => complete({ ...part({}), nestedResults });
    expect(sum([told, action, told])).toMatchObject({
      outcome: { state: "succeeded-with-rejects", volume: { rowsRead: 10, rowsWritten: 8, rowsRejected: 2 } },
    });
    expect(sum([told, silent])).toHaveProperty("outcome.volume", {});
    expect(sum([action])).toHaveProperty("outcome.volume", {});
  });
});

describe("toVolume", () => {
  test("takes counts that disagree for unknown", () => {
    expect(toVolume([...details("5", "5"), ...details("5", "4")])).toEqual({ rowsRead: 5 });
  });

  test("falls back on the failed rows where the written ones are not told", () => {
    expect(toVolume([{ values: ["failedCount", "2", "totalRowCount", "9"] }])).toEqual({
      rowsRead: 9,
      rowsRejected: 2,
    });
  });
});

describe("startReply", () => {
  test("reads the task with and without its envelope, and nothing else", () => {
    expect(startReply.parse({ task: { taskId: "B6" } })).toBe("B6");
    expect(startReply.parse({ taskId: "B6" })).toBe("B6");
    expect(startReply.safeParse({ task: {} }).success).toBe(false);
  });
});
