import { SpmError } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import type { Poll } from "./outcome.js";
import type { SpmConnector } from "./spm-connector.js";
import { waitForOutcome } from "./wait-for-outcome.js";

const handle = { kind: "load", object: "1", task: "2" } as const;
const running: Poll = { state: "running", rawStatus: "IN_PROGRESS" };
const outcome = { state: "succeeded", volume: {}, rawStatus: "COMPLETE", message: "" } as const;
const trouble = new SpmError("remote.unavailable", "No answer", { operation: "poll" });

/** A connector that only answers looks, one after another; the last answer stays. */
function answering(answers: readonly (Poll | SpmError)[]): {
  readonly connector: SpmConnector;
  readonly looks: number[];
  readonly clock: ReturnType<typeof createFakeClock>;
} {
  const clock = createFakeClock(0);
  const looks: number[] = [];
  const unused = () => {
    throw new TypeError("not part of this test");
  };
  const connector: SpmConnector = {
    vendor: "none",
    environment: "test",
    capabilities: {
      loads: true,
      processes: false,
      reports: false,
      rejects: false,
      find: false,
      cancel: false,
    },
    listLoads: unused,
    listProcesses: unused,
    listReports: unused,
    stage: unused,
    start: unused,
    rejects: unused,
    report: unused,
    find: unused,
    cancel: unused,
    checkAvailability: unused,
    close: unused,
    [Symbol.asyncDispose]: unused,
    async poll() {
      looks.push(clock.now());
      const answer = answers[Math.min(looks.length, answers.length) - 1];
      if (answer === undefined || answer instanceof SpmError) throw answer;
      return answer;
    },
  };
  return { connector, looks, clock };
}

describe("waitForOutcome", () => {
  test("looks at once, then every second, later every ten and every sixty", async () => {
    const finished: Poll = { state: "finished", outcome };
    const { connector, looks, clock } = answering([...Array.from({ length: 18 }, () => running), finished]);
    expect(await waitForOutcome(connector, handle, {}, { clock })).toBe(outcome);
    const seconds = looks.map((at) => at / 1_000);
    expect(seconds).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 120, 180, 240]);
  });

  test("tolerates so many failures in a row, and begins to count anew after a good look", async () => {
    const { connector, looks, clock } = answering([trouble, trouble, running, trouble, trouble, trouble]);
    await expect(waitForOutcome(connector, handle, { toleratedFailures: 2 }, { clock })).rejects.toBe(
      trouble,
    );
    expect(looks).toHaveLength(6);
  });

  test("does not tolerate what another look cannot mend", async () => {
    const gone = new SpmError("remote.not-found", "No such task", { operation: "poll" });
    const { connector, looks, clock } = answering([gone]);
    await expect(waitForOutcome(connector, handle, {}, { clock })).rejects.toBe(gone);
    expect(looks).toHaveLength(1);
  });

  test("waits as long as a vendor asks for that has had enough of us", async () => {
    const throttled = new SpmError("remote.throttled", "Too many", { retryAfterMs: 45_000 });
    const { connector, looks, clock } = answering([throttled, { state: "finished", outcome }]);
    await waitForOutcome(connector, handle, {}, { clock });
    expect(looks).toEqual([0, 45_000]);
  });

  test("needs an interval to begin with", async () => {
    const { connector, clock } = answering([running]);
    const intervals = [{ afterMs: 5, everyMs: 1 }];
    await expect(waitForOutcome(connector, handle, { intervals }, { clock })).rejects.toThrow(RangeError);
  });
});
