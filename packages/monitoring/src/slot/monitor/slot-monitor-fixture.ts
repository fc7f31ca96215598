import {
  createRunner,
  createSlotWatch,
  defineGuide,
  defineProcedure,
  type Guide,
  type Log,
  openSqliteLog,
  type ScheduleDeclaration,
  scheduleProcedure,
} from "@spm-ops/core";
import { z } from "zod";
import { createHandClock } from "../../availability/hand-clock-fixture.js";
import type { Symptom } from "../../incident/symptom.js";
import { createSlotMonitor } from "./slot-monitor.js";
import type { SlotMonitorOptions } from "./slot-monitor-options.js";

/** A moment of the Monday of the test, such as `10:05`. */
export function monday(time: string): number {
  return Date.parse(`2026-01-05T${time}Z`);
}

/** A guide of one procedure of one step, due every hour. */
function guideDueHourly(declaration: Partial<ScheduleDeclaration>): Guide {
  const procedure = defineProcedure({ id: "load", title: "Load", input: z.strictObject({}) }).step("load", {
    title: "Load",
    instructions: ["Load it by hand."],
    effect: "repeatable",
    run: () => "loaded",
  });
  const schedule = { id: "hourly", rule: { cron: "0 * * * *" }, zone: "UTC", ...declaration };
  const scheduled = scheduleProcedure(procedure, schedule, () => ({}));
  return defineGuide({
    title: "Operations Guide",
    client: "Example",
    procedures: [procedure],
    schedules: [scheduled],
  });
}

/** Core's own watch over a schedule, from 09:30 on, and a monitor over the same log that tells into a list. */
export async function monitorOver(
  declaration: Partial<ScheduleDeclaration> = {},
  options: Partial<SlotMonitorOptions> = {},
) {
  const clock = createHandClock(monday("09:30"));
  const log = await openSqliteLog({ path: ":memory:", clock });
  const guide = guideDueHourly(declaration);
  const worker = "worker one";
  const runner = createRunner({ log, guides: [guide], worker, clock });
  const watch = createSlotWatch({ log, runner, guide, worker, clock });
  const told: Symptom[] = [];
  const createMonitor = (more: Partial<SlotMonitorOptions> = {}) =>
    createSlotMonitor({
      ...{ log, clock, monitor: "monitor one", onSymptom: (symptom: Symptom) => void told.push(symptom) },
      schedules: guide.schedules.map(({ schedule, procedureId }) => ({ schedule, procedureId })),
      ...options,
      ...more,
    });
  let monitor = createMonitor();
  await watch.begin();
  const moveTo = (time: string) => clock.moveOn(Math.max(0, monday(time) - clock.now()));
  return {
    ...{ log, clock, guide, runner, watch, told, moveTo, createMonitor },
    /** The scheduler looks, and what it asks for is performed. */
    async schedule(time: string) {
      moveTo(time);
      for (const runId of (await watch.look()).runIds) await runner.advance(runId);
    },
    /** The monitor looks. */
    async monitor(time: string) {
      moveTo(time);
      return monitor.look();
    },
    /** The monitor looks every five minutes, up to a moment. */
    async monitorUntil(time: string) {
      for (; clock.now() + 300_000 <= monday(time); clock.moveOn(300_000)) await monitor.look();
      moveTo(time);
      await monitor.look();
    },
    restart(more: Partial<SlotMonitorOptions> = {}) {
      monitor = createMonitor(more);
    },
    /** What was told so far, as text, which is then forgotten. */
    takeTold: () => told.splice(0).map(toText),
    [Symbol.asyncDispose]: () => log.close(),
  };
}

function toText({ state, kind, key, at }: Symptom): string {
  return `${state} ${kind} ${key.replaceAll("2026-01-05T", "")} at ${new Date(at).toISOString().slice(11, 16)}`;
}

/** How many events the monitors of a log have kept. */
export async function countKept(log: Log): Promise<number> {
  let count = 0;
  for await (const { head } of log.list({ kind: "slot-monitor" })) count += head.seq;
  return count;
}
