import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { defineGuide } from "../../guide/guide.js";
import type { AnyProcedure } from "../../guide/procedure.js";
import { createHandClock, type HandClock } from "../../hand-clock-fixture.js";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { defineBusinessCalendar } from "../../schedule/business-calendar.js";
import { createRunLog } from "../run-log.js";
import { createRunner } from "../runner.js";
import { analyst, request, start, text } from "../runner-fixture.js";

const HOUR = 3_600_000;
/** Friday, 09:00 in New York. */
const FRIDAY = Date.UTC(2026, 0, 2, 14);

let log: Log;
let clock: HandClock;
beforeEach(async () => {
  clock = createHandClock(FRIDAY);
  log = await openSqliteLog({ path: ":memory:", clock });
});
afterEach(() => log.close());

const calendar = defineBusinessCalendar({ id: "us", title: "United States", holidays: [] });

function runnerOf(procedure: AnyProcedure) {
  const guide = defineGuide({
    title: "Guide",
    client: "Example",
    calendars: [calendar],
    procedures: [procedure],
  });
  return createRunner({ log, guides: [guide], worker: "worker", clock });
}

const dueMs = async () => (await log.find({ kind: "run", id: "night-1" }))?.dueMs;

describe("a step that waits for a moment", () => {
  test("ends when it has come, and is due to be looked at then, across restarts", async () => {
    const until = { workingDays: 1, at: "12:00", zone: "America/New_York", calendar: "us" };
    const procedure = start()
      .waitUntil("cutoff", { ...text, until })
      .step("load", { ...text, effect: "repeatable", run: ({ outputs }) => outputs.cutoff });
    await runnerOf(procedure).request(request);
    expect(await runnerOf(procedure).advance("night-1")).toMatchObject({ status: "waiting" });
    const monday = Date.UTC(2026, 0, 5, 17);
    expect(await dueMs()).toBe(monday);
    await clock.pass(monday - FRIDAY - 1);
    expect(await runnerOf(procedure).advance("night-1")).toMatchObject({ status: "waiting" });
    await clock.pass(1);
    expect(await runnerOf(procedure).advance("night-1")).toMatchObject({
      status: "succeeded",
      steps: [{ output: monday }, { output: monday }],
    });
    const events = await createRunLog(log).events("night-1");
    expect(events.filter(({ type }) => type === "step.opened")).toHaveLength(1);
  });

  test("works its moment out once, when it begins", async () => {
    let asked = 0;
    const moment = ({
      input,
      fromMs,
    }: {
      readonly input: { readonly rows: number };
      readonly fromMs: number;
    }) => {
      asked += 1;
      return fromMs + input.rows * HOUR;
    };
    const runner = runnerOf(
      start().waitUntil("cutoff", { ...text, until: { words: "an hour for each row", moment } }),
    );
    await runner.request(request);
    await runner.advance("night-1");
    await runner.advance("night-1");
    expect(await dueMs()).toBe(FRIDAY + 5 * HOUR);
    await clock.pass(5 * HOUR);
    expect(await runner.advance("night-1")).toMatchObject({ status: "succeeded" });
    expect(asked).toBe(1);
  });
});

describe("a step of which the guide cannot say until when it waits", () => {
  test("fails", async () => {
    const moment = () => Number.NaN;
    const runner = runnerOf(start().waitUntil("cutoff", { ...text, until: { words: "some day", moment } }));
    await runner.request(request);
    expect(await runner.advance("night-1")).toMatchObject({
      status: "failed",
      steps: [{ status: "failed", failure: { message: "some day: the moment is NaN" } }],
    });
  });
});

describe("a step that waits to be told", () => {
  const told = z.strictObject({ batch: z.string() });
  const procedure = start()
    .waitFor("posted", {
      ...text,
      until: { words: "payroll has posted the batch", told },
      due: { afterMs: HOUR },
    })
    .step("close", { ...text, effect: "repeatable", run: ({ outputs }) => outputs.posted.batch });
  const at = { runId: "night-1", stepId: "posted", actor: analyst };

  test("ends with what it was told, and hears the first who tells it", async () => {
    const runner = runnerOf(procedure);
    await runner.request(request);
    await runner.advance("night-1");
    await expect(runner.tell({ ...at, told: { batch: 7 } })).rejects.toThrow(/does not fit: batch/);
    await runner.tell({ ...at, told: { batch: "B-7" } });
    await expect(runner.tell({ ...at, told: { batch: "B-8" } })).rejects.toThrow("told already");
    await expect(runner.tell({ ...at, stepId: "close", told: 1 })).rejects.toThrow(
      "no step close that waits",
    );
    expect(await runner.advance("night-1")).toMatchObject({
      status: "succeeded",
      steps: [{}, { output: "B-7" }],
    });
  });

  test("hears what it is told before the run comes to it", async () => {
    const runner = runnerOf(procedure);
    await runner.request(request);
    await runner.tell({ ...at, told: { batch: "B-7" } });
    expect(await runner.advance("night-1")).toMatchObject({
      status: "succeeded",
      steps: [{}, { output: "B-7" }],
    });
  });

  test("fails when nobody has told it in time", async () => {
    const runner = runnerOf(procedure);
    await runner.request(request);
    await runner.advance("night-1");
    expect(await dueMs()).toBe(FRIDAY + HOUR);
    await clock.pass(HOUR);
    expect(await runner.advance("night-1")).toMatchObject({
      status: "failed",
      steps: [{ failure: { code: "step.timed-out", message: expect.stringContaining("2026-01-02T15:00") } }],
    });
  });
});

describe("a run that waits", () => {
  test("is over with what it waits for when it is cancelled", async () => {
    const runner = runnerOf(start().waitUntil("cutoff", { ...text, until: { afterMs: HOUR } }));
    await runner.request(request);
    await runner.advance("night-1");
    await runner.cancel({ runId: "night-1", reason: "Not this month.", actor: analyst });
    expect(await dueMs()).toBe(0);
    expect(await runner.advance("night-1")).toMatchObject({
      status: "cancelled",
      steps: [{ status: "failed", failure: { code: "run.cancelled" } }],
    });
    expect(await dueMs()).toBeUndefined();
  });

  test("can be overridden, and goes on with what a person gave", async () => {
    const procedure = start()
      .waitUntil("cutoff", { ...text, until: { afterMs: HOUR } })
      .step("load", { ...text, effect: "repeatable", run: ({ outputs }) => outputs.cutoff });
    const runner = runnerOf(procedure);
    await runner.request(request);
    await runner.advance("night-1");
    await runner.override({
      runId: "night-1",
      stepId: "cutoff",
      output: 5,
      reason: "Agreed.",
      actor: analyst,
    });
    expect(await runner.advance("night-1")).toMatchObject({
      status: "succeeded",
      steps: [{}, { output: 5 }],
    });
  });
});
