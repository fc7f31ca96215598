import { z } from "zod";
import type { Clock } from "../../clock.js";
import { defineGuide, type Guide } from "../../guide/guide.js";
import { defineProcedure } from "../../guide/procedure.js";
import { scheduleProcedure } from "../../guide/scheduled-procedure.js";
import { createHandClock, type HandClock } from "../../hand-clock-fixture.js";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { createRunner, type Runner } from "../../run/runner.js";
import type { ScheduleDeclaration } from "../schedule-document.js";
import { createSlotLog, type SlotLog } from "./slot-log.js";
import { toRunId } from "./slot-run.js";
import { createSlotWatch, type SlotsSeen, type SlotWatch } from "./slot-watch.js";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const analyst = { kind: "person", id: "analyst" } as const;

export function toMs(moment: number | string): number {
  return typeof moment === "number" ? moment : Date.parse(moment);
}

/** A guide of one procedure of one step, due by one schedule. */
export function guideDueBy(schedule: Partial<ScheduleDeclaration>, title = "Operations Guide"): Guide {
  const input = z.strictObject({ nominal: z.string(), movedBy: z.array(z.string()).default([]) });
  const procedure = defineProcedure({ id: "load", title: "Load", input }).step("load", {
    title: "Load",
    instructions: ["Load it by hand."],
    effect: "repeatable",
    run: ({ input: { nominal } }) => nominal,
  });
  const declared = { id: "hourly", rule: { cron: "0 * * * *" }, zone: "UTC", ...schedule };
  const scheduled = scheduleProcedure(procedure, declared, ({ nominal, movedBy }) => ({
    nominal,
    movedBy: [...movedBy],
  }));
  return defineGuide({ title, client: "Example", procedures: [procedure], schedules: [scheduled] });
}

/** One process that watches on a log. */
export function watchOn(log: Log, guide: Guide, clock: Clock, worker = "worker one") {
  const runner = createRunner({ log, guides: [guide], worker, clock });
  return { runner, watch: createSlotWatch({ log, runner, guide, worker, clock }) };
}

export interface SlotWorld extends AsyncDisposable {
  readonly log: Log;
  readonly guide: Guide;
  readonly clock: HandClock;
  readonly runner: Runner;
  readonly watch: SlotWatch;
  readonly slots: SlotLog;
  /** Looks at a moment, with runs of earlier looks left where they are. */
  lookAt(moment: number | string): Promise<SlotsSeen>;
  /** Looks at a moment, and performs what was asked for. */
  performAt(moment: number | string): Promise<SlotsSeen>;
  /** All slots as text, in order of time: nominal time, and where it stands. */
  standings(): Promise<readonly string[]>;
}

/** A schedule that is watched from a moment on, over a real log in memory. */
export async function watchSince(
  start: number | string,
  schedule: Partial<ScheduleDeclaration> = {},
): Promise<SlotWorld> {
  const clock = createHandClock(start);
  const log = await openSqliteLog({ path: ":memory:", clock });
  const guide = guideDueBy(schedule);
  const { runner, watch } = watchOn(log, guide, clock);
  const slots = createSlotLog(log, { clock });
  await watch.begin();
  const lookAt = (moment: number | string) => {
    clock.moveTo(moment);
    return watch.look();
  };
  return {
    ...{ log, guide, clock, runner, watch, slots, lookAt },
    async performAt(moment) {
      const seen = await lookAt(moment);
      for (const runId of seen.runIds) await runner.advance(runId);
      return seen;
    },
    standings: () => standingsOf(slots),
    [Symbol.asyncDispose]: () => log.close(),
  };
}

export async function standingsOf(slots: SlotLog): Promise<readonly string[]> {
  const states = [];
  for await (const state of slots.list()) states.push(state);
  return states
    .sort((a, b) => a.instantMs - b.instantMs || (a.slotId < b.slotId ? -1 : 1))
    .map(({ nominal, status }) => `${nominal.slice(5)} ${status}`);
}

/** The only schedule of a guide. */
export function onlySchedule({ schedules: [scheduled] }: Guide) {
  if (scheduled === undefined) throw new TypeError("a guide with a schedule");
  return scheduled.schedule;
}

/** What does not add up between the slots of a log and its runs: nothing, when each slot has its one outcome. */
export async function findContradictions(log: Log): Promise<readonly string[]> {
  const contradictions: string[] = [];
  const runIds = new Set<string>();
  for await (const { stream } of log.list({ kind: "run" })) runIds.add(stream.id);
  for await (const { slotId, status, runId } of createSlotLog(log).list()) {
    const hasRun = runIds.delete(toRunId(slotId));
    const isRun = status === "ran" || status === "late";
    if (isRun !== hasRun || (runId !== undefined) !== isRun)
      contradictions.push(`${slotId} ${status} ${runId}`);
    const outcomes = (await log.read({ kind: "slot", id: slotId })).filter(
      ({ type }) => type !== "slot.queued" && type !== "slot.asked",
    );
    if (outcomes.length !== 1) contradictions.push(`${slotId} has ${outcomes.length} outcomes`);
  }
  return [...contradictions, ...[...runIds].map((runId) => `${runId} is a run without a slot`)];
}
