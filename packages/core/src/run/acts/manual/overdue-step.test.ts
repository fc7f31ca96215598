import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHandClock, type HandClock } from "../../../hand-clock-fixture.js";
import type { Log } from "../../../log/log.js";
import { openSqliteLog } from "../../../log/sqlite/sqlite-log.js";
import { createRunLog } from "../../run-log.js";
import { request, start } from "../../runner-fixture.js";
import { approval, load, runnerOf } from "./manual-fixture.js";

let log: Log;
let clock: HandClock;
beforeEach(async () => {
  clock = createHandClock(Date.UTC(2026, 0, 5));
  log = await openSqliteLog({ path: ":memory:", clock });
});
afterEach(() => log.close());

describe("a manual step that waits too long", () => {
  const DAY = 86_400_000;

  test("calls for help as the guide says, and is due to be looked at then", async () => {
    const escalate = [
      { due: { afterMs: 2 * DAY }, call: "supervisor" },
      { due: { afterMs: DAY }, call: "analyst" },
    ];
    const runner = runnerOf(
      log,
      clock,
      start()
        .manual("approve", { ...approval, escalate })
        .step("load", load),
    );
    await runner.request(request);
    await runner.advance("night-1");
    const opened = clock.now();
    const dueMs = async () => (await log.find({ kind: "run", id: "night-1" }))?.dueMs;
    expect(await dueMs()).toBe(opened + DAY);
    await clock.pass(DAY);
    expect(await runner.advance("night-1")).toMatchObject({
      status: "waiting",
      steps: [{ manual: { escalations: 1 } }],
    });
    expect(await dueMs()).toBe(opened + 2 * DAY);
    await clock.pass(DAY);
    await runner.advance("night-1");
    await runner.advance("night-1");
    expect(await dueMs()).toBeUndefined();
    const events = await createRunLog(log).events("night-1");
    expect(events.filter(({ type }) => type === "manual.escalated").map(({ data }) => data)).toEqual([
      { stepId: "approve", call: "analyst", nextMs: opened + 2 * DAY },
      { stepId: "approve", call: "supervisor" },
    ]);
  });

  test.each([
    ["fail", { status: "failed", steps: [{ status: "failed", failure: { code: "step.timed-out" } }] }],
    [
      { submit: { total: "0.00" } },
      { status: "succeeded", steps: [{ output: { total: "0.00" } }, { output: "0.00" }] },
    ],
    ["wait", { status: "waiting" }],
  ] as const)("becomes, when it is overdue and the guide says %j, %j", async (whenOverdue, expected) => {
    const runner = runnerOf(
      log,
      clock,
      start()
        .manual("approve", { ...approval, due: { afterMs: DAY }, whenOverdue })
        .step("load", load),
    );
    await runner.request(request);
    await runner.advance("night-1");
    await clock.pass(DAY - 1);
    expect(await runner.advance("night-1")).toMatchObject({ status: "waiting" });
    await clock.pass(1);
    expect(await runner.advance("night-1")).toMatchObject(expected);
    // What only goes on waiting is not due, however late it is.
    expect((await log.find({ kind: "run", id: "night-1" }))?.dueMs).toBeUndefined();
  });
});
