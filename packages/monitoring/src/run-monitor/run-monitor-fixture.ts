import { createRunner, defineGuide, defineProcedure, type Log, openSqliteLog } from "@spm-ops/core";
import { z } from "zod";
import { createHandClock, type HandClock } from "../availability/hand-clock-fixture.js";
import type { ExplainedJudgement } from "../expectation/judgement/explained-judgement.js";
import type { Symptom } from "../incident/symptom.js";
import { createRunMonitor } from "./run-monitor.js";
import type { RunMonitorOptions } from "./run-monitor-options.js";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A Monday. */
const BEGIN_MS = Date.parse("2026-01-05T02:00Z");

/** How a night goes: how long the load takes, how many rows it reads, and how it ends. */
export interface NightPlan {
  readonly minutes?: number;
  readonly rows?: number;
  readonly ends?: "well" | "failed";
  /** Done while the step runs, when half of its time is over. */
  readonly meanwhile?: () => Promise<unknown>;
}

const text = { instructions: ["Do it by hand."] };

/** A procedure that loads, as it was planned, and then checks. */
function nightlyAsPlanned(clock: HandClock, planned: () => NightPlan) {
  return defineProcedure({ id: "nightly", title: "Nightly load", input: z.strictObject({}) })
    .step("load", {
      ...text,
      title: "Load",
      effect: "repeatable",
      run: async ({ volume }) => {
        const { minutes = 30, rows = 10_000, ends = "well", meanwhile } = planned();
        clock.moveOn((minutes / 2) * MINUTE_MS);
        await meanwhile?.();
        clock.moveOn((minutes / 2) * MINUTE_MS);
        if (ends === "failed") throw new RangeError("the disk is on fire");
        volume({ rowsRead: rows });
        return "loaded";
      },
    })
    .step("check", { ...text, title: "Check", effect: "repeatable", run: () => "checked" });
}

/** Nights of that procedure, performed by the real runner on a log in memory and a clock moved by hand, and their monitor. */
export async function nightsOn(options: Partial<RunMonitorOptions> = {}) {
  const clock = createHandClock(BEGIN_MS);
  const log = await openSqliteLog({ path: ":memory:", clock });
  let plan: NightPlan = {};
  const procedure = nightlyAsPlanned(clock, () => plan);
  const guide = defineGuide({ title: "Operations Guide", client: "Example", procedures: [procedure] });
  const runner = createRunner({ log, guides: [guide], worker: "worker one", clock, leaseMs: DAY_MS / 2 });
  const told: Symptom[] = [];
  const judged: ExplainedJudgement[] = [];
  const createMonitor = (more: Partial<RunMonitorOptions> = {}) =>
    createRunMonitor({
      ...{ log, clock, monitor: "runs", reading: { zone: "UTC" } },
      onSymptom: (symptom) => void told.push(symptom),
      onJudged: (judgement) => void judged.push(judgement),
      ...options,
      ...more,
    });
  let monitor = createMonitor();
  let nights = 0;
  const perform = async (night: NightPlan = {}) => {
    plan = night;
    nights += 1;
    const runId = `night-${nights}`;
    clock.moveOn(BEGIN_MS + nights * DAY_MS - clock.now());
    await runner.perform({ procedureId: "nightly", runId, input: {} });
    return runId;
  };
  return {
    ...{ log, clock, runner, told, judged, createMonitor, perform },
    /** How the nights go from now on, also those that are repeated. */
    plan(night: NightPlan) {
      plan = night;
    },
    /** Nights whose figures scatter a little, one a day. */
    async performUsual(count: number) {
      for (let night = 0; night < count; night += 1) {
        const scatter = 1 + 0.08 * Math.sin(night * 2.4);
        await perform({ minutes: 30 * scatter, rows: Math.round(10_000 * (2 - scatter)) });
      }
    },
    look: () => monitor.look(),
    get expectations() {
      return monitor.expectations;
    },
    announceChange: (change: Parameters<typeof monitor.announceChange>[0]) => monitor.announceChange(change),
    restart(more: Partial<RunMonitorOptions> = {}) {
      monitor = createMonitor(more);
    },
    /** What was told so far, as text, which is then forgotten. */
    takeTold: () => told.splice(0).map(({ state, kind, key }) => `${state} ${kind} ${key}`),
    [Symbol.asyncDispose]: () => log.close(),
  };
}

/** How many events the monitors of a log have kept. */
export async function countKept(log: Log): Promise<number> {
  let count = 0;
  for await (const { head } of log.list({ kind: "run-monitor" })) count += head.seq;
  return count;
}
