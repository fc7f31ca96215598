import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineGuide } from "../guide/guide.js";
import { defineProcedure } from "../guide/procedure.js";
import { scheduleProcedure } from "../guide/scheduled-procedure.js";
import { createHandClock } from "../hand-clock-fixture.js";
import type { StreamId } from "../log/event.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { createRunProgress } from "../run/run-progress.js";
import type { RunState } from "../run/run-state.js";
import { createRunner } from "../run/runner.js";
import type { ScheduleDeclaration } from "../schedule/schedule-document.js";
import { createSlotLog } from "../schedule/watch/slot-log.js";
import { createSlotWatch } from "../schedule/watch/slot-watch.js";
import { createInProcessEngine } from "./in-process-engine.js";
import { createOperations, type OperationsOptions } from "./operations.js";
import type { Sweep } from "./sweep.js";

const text = { title: "A step", instructions: ["Do it by hand."] };
const analyst = { kind: "person", id: "analyst" } as const;

/** Loads at once; waits until noon; or works until it is aborted. */
function createGuide(schedule: Partial<ScheduleDeclaration>) {
  const input = z.strictObject({ hangs: z.boolean().default(false) });
  const load = defineProcedure({ id: "load", title: "Load", input }).step("load", {
    ...text,
    effect: "repeatable",
    run: ({ input: { hangs }, signal }) =>
      new Promise<string>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        if (!hangs) resolve("loaded");
      }),
  });
  const noon = { words: "noon", moment: () => Date.parse("2026-01-05T12:00Z") };
  const pause = defineProcedure({ id: "pause", title: "Pause", input: z.strictObject({}) }).waitUntil(
    "noon",
    {
      ...text,
      until: noon,
    },
  );
  const declared = { id: "hourly", rule: { cron: "0 * * * *" }, zone: "UTC", ...schedule };
  return defineGuide({
    title: "Operations Guide",
    client: "Example",
    procedures: [load, pause],
    schedules: [scheduleProcedure(load, declared, () => ({ hangs: false }))],
  });
}

type Wanted = (told: {
  readonly run?: RunState;
  readonly error?: unknown;
  readonly swept?: Sweep;
}) => boolean;

/** A service over a real log, and a way to wait for what happens in it. */
async function openService(
  schedule: Partial<ScheduleDeclaration> = {},
  options: Partial<OperationsOptions> = {},
) {
  const clock = createHandClock("2026-01-05T09:30Z");
  const log = await openSqliteLog({ path: ":memory:", clock });
  const guide = createGuide(schedule);
  const progress = createRunProgress();
  const runner = createRunner({ log, guides: [guide], worker: "one", clock, progress });
  const slots = createSlotWatch({ log, runner, guide, worker: "one", clock });
  const errors: { readonly error: unknown; readonly about: StreamId | undefined }[] = [];
  const wants = new Set<{ readonly wanted: Wanted; found(): void }>();
  const tell = (told: Parameters<Wanted>[0]) => {
    for (const want of wants) if (want.wanted(told)) want.found();
  };
  progress.on("run:finished", (run) => tell({ run }));
  const told = {
    onError: (error: unknown, about: StreamId | undefined) => {
      errors.push({ error, about });
      tell({ error });
    },
    onSwept: (swept: Sweep) => tell({ swept }),
  };
  const engine = createInProcessEngine({ clock });
  const operations = createOperations({ log, runner, engine, slots, clock, told, ...options });
  return {
    ...{ clock, log, guide, runner, slots, progress, errors, engine, operations },
    slotLog: createSlotLog(log, { clock }),
    /** Resolves with the next thing told that is wanted. */
    until: (wanted: Wanted) => new Promise<void>((found) => wants.add({ wanted, found })),
    async [Symbol.asyncDispose]() {
      await operations.close();
      await log.close();
    },
  };
}

const finished = (runId: string) => (told: Parameters<Wanted>[0]) => told.run?.runId === runId;
const slotAt = (time: string) => `hourly@2026-01-05T${time}[UTC]`;
const runAt = (time: string) => `hourly.2026-01-05T${time.replace(":", "-")}.UTC`;

describe("operations", () => {
  test("perform a slot when it is due, not before", async () => {
    await using service = await openService();
    const swept = service.until(({ swept: found }) => found !== undefined);
    await service.operations.start();
    await swept;
    expect(await service.slotLog.find(slotAt("10:00"))).toBeUndefined();
    for (const time of ["10:00", "11:00"]) {
      const done = service.until(finished(runAt(time)));
      service.clock.moveTo(`2026-01-05T${time}Z`);
      await done;
      expect(await service.slotLog.get(slotAt(time))).toMatchObject({ status: "ran", runId: runAt(time) });
    }
    expect(service.errors).toEqual([]);
  });

  test("catch up at the start with what was missed", async () => {
    await using service = await openService();
    await service.slots.begin();
    service.clock.moveTo("2026-01-05T12:30Z");
    const done = service.until(finished(runAt("12:00")));
    await service.operations.start();
    await done;
    const { counts } = await service.slotLog.report(
      service.guide.schedules[0]?.schedule ?? expect.fail("a schedule"),
      { fromMs: Date.parse("2026-01-05T09:30Z"), toMs: Date.parse("2026-01-05T12:30Z") },
    );
    expect(counts).toMatchObject({ missed: 2, late: 1, unexplained: 0 });
  });

  test("give what waits for its turn the turn as soon as the run before it has ended", async () => {
    await using service = await openService({
      overlappingRuns: "queue-all",
      missed: { all: 3, withinMs: 86_400_000 },
    });
    await service.slots.begin();
    service.clock.moveTo("2026-01-05T12:30Z");
    const all = Promise.all(["10:00", "11:00", "12:00"].map((time) => service.until(finished(runAt(time)))));
    await service.operations.start();
    // The clock stands still: nothing but the end of one run has the next one begin.
    await all;
    expect(service.errors).toEqual([]);
  });

  test("take up a run that was left, and tell of the sweep that found it", async () => {
    await using service = await openService();
    await service.runner.request({ procedureId: "load", runId: "left", input: {}, actor: analyst });
    service.clock.moveTo("2026-01-05T09:40Z");
    const swept = service.until(({ swept: found }) => found?.woken === 1 && found.longestDueMs === 600_000);
    const done = service.until(finished("left"));
    await service.operations.start();
    await Promise.all([swept, done]);
  });

  test("wake a run again when it is due again", async () => {
    await using service = await openService({}, { everyMs: 86_400_000, slots: undefined });
    const swept = () => service.until(({ swept: found }) => found !== undefined);
    const first = swept();
    await service.operations.start();
    await first;
    // The run gets on to its wait, hence the second sweep; the third would come in a day.
    const second = swept();
    await service.runner.request({ procedureId: "pause", runId: "r1", input: {}, actor: analyst });
    await service.operations.wake("r1");
    await second;
    const done = service.until(finished("r1"));
    service.clock.moveTo("2026-01-05T12:00Z");
    await done;
    expect(service.errors).toEqual([]);
  });

  test("leave a run to the worker that holds it, and tell of any other trouble", async () => {
    await using service = await openService();
    await service.runner.request({ procedureId: "load", runId: "r1", input: {}, actor: analyst });
    await service.log.claim({ kind: "run", id: "r1" }, { worker: "two", leaseMs: 15_000 });
    await service.operations.start();
    await service.operations.wake("r1");
    const told = service.until(({ error }) => error !== undefined);
    await service.operations.wake("never");
    await told;
    await service.engine.wake({ kind: "note", id: "n" });
    expect(service.errors).toMatchObject([
      { error: { code: "run.unknown" }, about: { kind: "run", id: "never" } },
      { error: new TypeError("nothing moves a note here"), about: { kind: "note", id: "n" } },
    ]);
  });

  test("move streams of other kinds too", async () => {
    const moved: StreamId[] = [];
    const others = { note: async (stream: StreamId) => void moved.push(stream) };
    await using service = await openService({}, { others, slots: undefined });
    const note = { kind: "note", id: "n" };
    await service.log.append(note, {
      events: [{ type: "put", actor: analyst, data: {} }],
      expectedSeq: 0,
      index: { status: "there", subject: "all", dueMs: 0 },
    });
    const swept = service.until(({ swept: found }) => found?.woken === 1);
    await service.operations.start();
    await swept;
    expect(moved).toEqual([note]);
  });

  test("go on after a look or a sweep that failed", async () => {
    const trouble = new Error("no room");
    let looks = 0;
    const slots = {
      begin: async () => undefined,
      look: async () => {
        looks += 1;
        if (looks === 1) throw trouble;
        return { runIds: [], failures: [{ scheduleId: "hourly", error: trouble }] };
      },
      nextMs: () => undefined,
    };
    await using service = await openService({}, { slots, everyMs: 1_000 });
    const first = service.until(({ swept }) => swept !== undefined);
    await service.operations.start();
    await first;
    const second = service.until(({ swept }) => swept !== undefined);
    service.clock.moveTo("2026-01-05T09:31Z");
    await second;
    expect(service.errors).toEqual([
      { error: trouble, about: undefined },
      { error: trouble, about: { kind: "schedule", id: "hourly" } },
    ]);
  });

  test("abort what is under way when they are closed, and leave it to be taken up again", async () => {
    await using service = await openService();
    const begun = new Promise((resolve) => service.progress.once("step:started", resolve));
    await service.operations.start();
    await service.runner.request({
      procedureId: "load",
      runId: "r1",
      input: { hangs: true },
      actor: analyst,
    });
    await service.operations.wake("r1");
    await begun;
    await service.operations.close();
    expect(await service.log.find({ kind: "run", id: "r1" })).toMatchObject({ status: "running", dueMs: 0 });
    await service.log.claim({ kind: "run", id: "r1" }, { worker: "two", leaseMs: 15_000 });
    expect(service.errors).toEqual([]);
    await expect(service.operations.start()).rejects.toThrow(TypeError);
  });

  test("rest between their rounds", async () => {
    await using service = await openService();
    const { log, runner, engine } = service;
    const told = { onError: () => undefined };
    expect(() => createOperations({ log, runner, engine, told, everyMs: 0 })).toThrow(RangeError);
  });

  test("begin once", async () => {
    await using service = await openService();
    await service.operations.start();
    await expect(service.operations.start()).rejects.toThrow(TypeError);
  });
});
