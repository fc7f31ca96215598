import { describe, expect, test } from "vitest";
import { toLoadPoll, toQueryPoll, toReportPoll } from "./salesforce-mapping.js";

const outcomeOf = (poll: ReturnType<typeof toLoadPoll>) =>
  poll.state === "finished" ? poll.outcome : undefined;

describe("toLoadPoll", () => {
  test("never takes a state that nobody knows for an end", () => {
    expect(toLoadPoll({ id: "1", state: "Resting" }, undefined)).toEqual({
      state: "running",
      rawStatus: "Resting",
    });
    expect(toQueryPoll({ id: "1", state: "Resting" }).state).toBe("running");
    expect(toReportPoll("Resting").state).toBe("running");
  });

  test("is not sure of a job that does not tell how many rows failed", () => {
    const outcome = outcomeOf(
      toLoadPoll({ id: "1", state: "JobComplete", numberRecordsProcessed: 7 }, undefined),
    );
    expect(outcome).toMatchObject({ state: "unknown", volume: { rowsRead: 7 } });
    expect(outcome?.volume).not.toHaveProperty("rowsWritten");
  });

  test.for([
    [{ numberRecordsProcessed: 5, numberRecordsFailed: 5 }, 3, "No row was written.", 8],
    [
      { numberRecordsProcessed: 5, numberRecordsFailed: 1 },
      undefined,
      "4 rows were written before the end, and stay.",
      undefined,
    ],
    [{}, 3, "Rows that were written before the end stay; how many is unknown.", undefined],
  ] as const)(
    "says what stays of %j with %s rows not tried",
    ([counts, unprocessed, message, rowsRejected]) => {
      const outcome = outcomeOf(toLoadPoll({ id: "1", state: "Aborted", ...counts }, unprocessed));
      expect(outcome).toMatchObject({ state: "cancelled", message });
      expect(outcome?.volume.rowsRejected).toBe(rowsRejected);
    },
  );
});
