import { describe, expect, test } from "vitest";
import { toPoll } from "./captivateiq-mapping.js";

const outcomeOf = (status: string, details?: unknown, description?: string) => {
  const poll = toPoll({ id: "1", status, details, description });
  return poll.state === "finished" ? poll.outcome : poll;
};

describe("toPoll", () => {
  test.for(["PENDING", "RECEIVED", "STARTED", "RETRY", "DREAMING"])(
    "lets a job that is %s go on",
    (status) => {
      expect(outcomeOf(status)).toEqual({ state: "running", rawStatus: status });
    },
  );

  test.for([
    ["SUCCESS", "succeeded", ""],
    ["FAILURE", "failed", "The job ended as FAILURE."],
    ["REJECTED", "failed", "The job ended as REJECTED."],
    ["IGNORED", "failed", "The job ended as IGNORED."],
    ["REVOKED", "cancelled", "The job ended as REVOKED."],
  ] as const)("takes %s for %s, and counts nothing", ([status, state, message]) => {
    expect(outcomeOf(status)).toEqual({ state, rawStatus: status, message, volume: {} });
  });

  test("tells the vendor's words, whatever form they have, and no link", () => {
    const details = {
      errors: [{ row: 3, message: "no number" }, "late"],
      url: "https://files.example/a?sign=1",
    };
    expect(outcomeOf("FAILURE", details, "Import of deals")).toMatchObject({
      message: "Import of deals: row: 3; message: no number; errors: late",
    });
  });

  test.for([
    { errors: ["row 3"] },
    { result: { failed_rows: 2 } },
    { rows: { skipped: "4" } },
    { warning: "too many decimals" },
  ])("leaves a success to a person whose details tell of trouble: %j", (details) => {
    expect(outcomeOf("SUCCESS", details)).toMatchObject({
      state: "unknown",
      message: expect.stringMatching(/^The job says SUCCESS, but its details tell of trouble: /),
    });
  });

  test.for([
    { errors: [] },
    { failed: 0, skipped: "0", warnings: null },
    { errors: { rows: [] } },
    { created: 5 },
  ])("believes a success whose details tell of no trouble: %j", (details) => {
    expect(outcomeOf("SUCCESS", details)).toMatchObject({ state: "succeeded" });
  });
});
