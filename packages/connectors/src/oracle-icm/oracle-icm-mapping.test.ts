import { describe, expect, test } from "vitest";
import { toErrorDocuments, toImportPoll, toJobPoll } from "./oracle-icm-mapping.js";
import { activityReply } from "./oracle-icm-replies.js";

describe("toJobPoll", () => {
  test.for([
    ["SUCCEEDED", "succeeded"],
    ["finished", "succeeded"],
    ["WARNING", "failed"],
    ["CANCELLED", "cancelled"],
    ["ERROR", "failed"],
    ["EXPIRED", "failed"],
    ["VALIDATION_FAILED", "failed"],
    ["ERROR_MANUAL_RECOVERY", "failed"],
  ] as const)("takes %s for an end", ([status, state]) => {
    expect(toJobPoll(status)).toMatchObject({ outcome: { state, volume: {}, rawStatus: status } });
  });

  test.for(["", "WAIT", "PAUSED", "COMPLETED", "ERROR_AUTO_RETRY", "CANCELLING", "SOMETHING_NEW"])(
    "goes on waiting at %j",
    (status) => {
      expect(toJobPoll(status)).toEqual({ state: "running", rawStatus: status });
    },
  );

  test("believes a declaration of what a warning means", () => {
    const poll = toJobPoll("WARNING", "succeeded-with-rejects");
    expect(poll).toMatchObject({ outcome: { state: "succeeded-with-rejects" } });
  });
});

describe("toImportPoll", () => {
  const settings = {
    statusAttribute: "Progress",
    succeeded: ["Done"],
    failed: ["Failed"],
    cancelled: ["Stopped"],
    counts: { read: ["Read"], rejected: ["FormatErrors", "LoadErrors"] },
    cancelValue: undefined,
  };
  const poll = (activity: object) =>
    toImportPoll(activityReply.parse({ ImportActivityId: 300100071623851, ...activity }), settings);

  test("adds up what is counted, and leaves unknown what is not", () => {
    const told = poll({ DataFiles: [{ Progress: "DONE", Read: "12", FormatErrors: 1, LoadErrors: 2 }] });
    expect(told).toMatchObject({
      outcome: { state: "succeeded-with-rejects", volume: { rowsRead: 12, rowsRejected: 3 } },
    });
    const untold = poll({ DataFiles: { items: [{ Progress: "done", Read: null, FormatErrors: 1 }] } });
    expect(untold).toMatchObject({ outcome: { state: "succeeded", volume: {}, message: "" } });
  });

  test("takes a file of errors for rejects, unless none are counted", () => {
    const file = { Progress: "Done", ErrorFileContentId: 4711 };
    expect(poll({ DataFiles: [file] })).toMatchObject({ outcome: { state: "succeeded-with-rejects" } });
    const counted = { ...file, FormatErrors: 0, LoadErrors: 0 };
    expect(poll({ DataFiles: [counted] })).toMatchObject({ outcome: { state: "succeeded" } });
    expect(toErrorDocuments(activityReply.parse({ ImportActivityId: "1", DataFiles: [file] }))).toEqual([
      "4711",
    ]);
  });

  test("is as bad as its worst file, and goes on while one does", () => {
    const files = [{ Progress: "Done" }, { Progress: "Failed", MessageCode: "ZCA_LOAD" }];
    expect(poll({ DataFiles: files })).toMatchObject({ outcome: { state: "failed", message: "ZCA_LOAD" } });
    expect(poll({ DataFiles: [...files, { Progress: "Loading" }] })).toMatchObject({ state: "running" });
  });

  test("reads the state of the activity where its files tell none", () => {
    expect(poll({ Progress: "Stopped" })).toMatchObject({
      outcome: { state: "cancelled", rawStatus: "Stopped" },
    });
    expect(poll({ Progress: "Done", DataFiles: [{ Progress: null }] })).toMatchObject({ state: "finished" });
    expect(poll({})).toEqual({ state: "running", rawStatus: "" });
  });
});
