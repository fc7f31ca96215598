import { defineSchedule, type Log, openSqliteLog, slotsBetween } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createHandClock } from "../../availability/hand-clock-fixture.js";
import type { Symptom } from "../../incident/symptom.js";
import type { SlotRun } from "../slot-run.js";
import { createSlotMonitor } from "./slot-monitor.js";
import { monday } from "./slot-monitor-fixture.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START = monday("00:30");
const SLOT_COUNT = 8;
const END = START + (SLOT_COUNT + 2) * HOUR_MS;

const schedule = defineSchedule({
  ...{ id: "hourly", rule: { cron: "0 * * * *" }, zone: "UTC", until: "2026-01-05" },
  missed: { all: 9, withinMs: HOUR_MS },
});
const slots = [...slotsBetween(schedule, { fromMs: START, toMs: START + SLOT_COUNT * HOUR_MS })];

interface Situation {
  /** Minutes until the next look, and what happens there. */
  readonly looks: readonly {
    readonly afterMinutes: number;
    readonly restarts: boolean;
    /** After so many writes of that look the log refuses. */
    readonly writes: number;
  }[];
  /** How much after each slot its run begins; some have none. */
  readonly delays: readonly (number | undefined)[];
}

const situations: fc.Arbitrary<Situation> = fc.record({
  looks: fc.array(
    fc.record({
      afterMinutes: fc.constantFrom(3, 3, 3, 7, 40, 200),
      restarts: fc.boolean(),
      writes: fc.constantFrom(Infinity, Infinity, 0, 1, 2),
    }),
    { maxLength: 60 },
  ),
  delays: fc.array(fc.option(fc.integer({ min: 0, max: 150 }), { nil: undefined }), {
    minLength: SLOT_COUNT,
    maxLength: SLOT_COUNT,
  }),
});

function toRuns(delays: readonly (number | undefined)[]): readonly SlotRun[] {
  return slots.flatMap(({ id, instantMs }, index) => {
    const delay = delays[index];
    if (delay === undefined) return [];
    const startedMs = instantMs + delay * MINUTE_MS;
    return [
      {
        runId: `run-${index}`,
        trigger: "automatic",
        slotId: id,
        startedMs,
        finishedMs: startedMs + 1,
      } as const,
    ];
  });
}

/** A log that can be told to refuse what is written to it. */
function failing(log: Log) {
  const state = { writes: Infinity };
  const refusing: Log = Object.assign(Object.create(log), {
    append(...args: Parameters<Log["append"]>) {
      state.writes -= 1;
      return state.writes < 0 ? Promise.reject(new RangeError("no room")) : log.append(...args);
    },
  });
  return { state, refusing };
}

/** Lets a monitor look as the situation says, and once more at the end. */
async function tellAll({ looks, delays }: Situation): Promise<readonly Symptom[]> {
  const clock = createHandClock(START);
  await using log = await openSqliteLog({ path: ":memory:", clock });
  const { state, refusing } = failing(log);
  const told: Symptom[] = [];
  const runs = toRuns(delays);
  const createMonitor = () =>
    createSlotMonitor({
      ...{ log: refusing, clock, monitor: "monitor one" },
      schedules: [{ schedule, procedureId: "load" }],
      runsFromOutside: async () => runs.filter(({ startedMs = 0 }) => startedMs <= clock.now()),
      onSymptom: (symptom) => void told.push(symptom),
    });
  let monitor = createMonitor();
  await monitor.look();
  for (const { afterMinutes, restarts, writes } of looks) {
    if (clock.now() + afterMinutes * MINUTE_MS >= END) break;
    clock.moveOn(afterMinutes * MINUTE_MS);
    state.writes = writes;
    await monitor.look().catch((error: unknown) => expect(error).toBeInstanceOf(RangeError));
    state.writes = Infinity;
    if (restarts) monitor = createMonitor();
  }
  clock.moveOn(Math.max(0, END - clock.now()));
  await monitor.look();
  return told;
}

describe("any looks, restarts and refused writes", () => {
  test("lose no slot that was missed, double none, and end with what is still wrong", async () => {
    await fc.assert(
      fc.asyncProperty(situations, async (situation) => {
        const told = await tellAll(situation);
        const runs = toRuns(situation.delays);
        const missed = slots.filter(({ id }) => !runs.some(({ slotId }) => slotId === id));
        const raised = told.filter(({ state, kind }) => state === "raised" && kind === "missed");
        for (const { id, nominal } of missed) {
          const about = raised.filter(
            ({ key, explanation }) => key === `slot:${id}` || explanation.includes(`load for ${nominal} `),
          );
          expect(new Set(about.map(({ key, at }) => `${key} ${at}`)).size).toBe(1);
        }
        for (const { slotId, startedMs = 0 } of runs) {
          const last = told.findLast(({ key }) => key === `slot:${slotId}`);
          if (last !== undefined) expect([last.state, last.at]).toEqual(["cleared", startedMs]);
        }
        const names = told.map(({ key, state, at, severity }) => `${key} ${state} ${at} ${severity}`);
        const isHealthy = situation.looks.every(({ writes }) => writes === Infinity);
        if (isHealthy) expect(new Set(names).size).toBe(names.length);
        const groups = new Set(
          told.filter(({ key }) => key.startsWith("missed-in-gap")).map(({ key }) => key),
        );
        expect(groups.size).toBeLessThanOrEqual(situation.looks.length + 1);
      }),
      { numRuns: 60 },
    );
  });
});
