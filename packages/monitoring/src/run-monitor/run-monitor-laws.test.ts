import type { Log } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { createIncidents } from "../incident/incidents.js";
import type { Symptom } from "../incident/symptom.js";
import { createSeededRandom } from "../statistics/seeded-random.js";
import type { RunMonitor } from "./run-monitor.js";
import { type NightPlan, nightsOn } from "./run-monitor-fixture.js";

/** The write does not happen, and the process may be gone with it. */
const CRASH = new RangeError("the disk was away");

/** A log that lets so many writes through, and then one not. */
function failingLog(log: Log, writes: number): Log {
  let left = writes;
  const write =
    <Arguments extends unknown[], Result>(work: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments) => {
      left -= 1;
      if (left === -1) throw CRASH;
      return work(...given);
    };
  const failing: Log = Object.create(log);
  return Object.assign(failing, {
    append: write(log.append.bind(log)),
    appendAll: write(log.appendAll.bind(log)),
  });
}

function planNights(random: ReturnType<typeof createSeededRandom>): readonly NightPlan[] {
  return Array.from({ length: 8 }, () => {
    const fate = random.uniform();
    if (fate < 0.25) return { rows: 300 };
    if (fate < 0.45) return { ends: "failed" as const };
    if (fate < 0.6) return { minutes: 500 };
    return {};
  });
}

async function toldTo(incidents: ReturnType<typeof createIncidents>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const { symptoms } of incidents.list()) all.push(...symptoms.map(toText));
  return all.sort();
}

function toText({ state, key }: Symptom): string {
  return `${state} ${key}`;
}

describe("monitors that fail and end at any moment", () => {
  test.each(Array.from({ length: 12 }, (_, at) => at + 1))(
    "lose no symptom and double none (seed %i)",
    async (seed) => {
      const random = createSeededRandom(seed);
      await using nights = await nightsOn();
      const { log, clock } = nights;
      const incidents = createIncidents({ log, clock, monitor: "incidents" });
      const steady: string[] = [];
      const reference = nights.createMonitor({
        monitor: "reference",
        onSymptom: (symptom) => void steady.push(toText(symptom)),
      });
      const create = (): RunMonitor => {
        const log =
          random.uniform() < 0.5 ? failingLog(nights.log, Math.floor(random.uniform() * 6)) : nights.log;
        const mortal = createIncidents({ log, clock, monitor: "incidents" });
        return nights.createMonitor({ log, onSymptom: async (symptom) => void (await mortal.tell(symptom)) });
      };
      await reference.look();
      await nights.look();
      await nights.performUsual(14);
      const monitors = [create(), create()];
      const look = async (at: number) => {
        const monitor = monitors[at];
        const failures = await monitor?.look().then(
          (seen) => seen.failures,
          () => [CRASH],
        );
        if (random.uniform() < (failures?.length === 0 ? 0.2 : 0.5)) monitors[at] = create();
      };
      for (const plan of planNights(random)) {
        await nights.perform(plan);
        await reference.look();
        await Promise.all([look(0), look(1)]);
      }
      const last = nights.createMonitor({
        onSymptom: async (symptom) => void (await incidents.tell(symptom)),
      });
      await last.look();
      expect(await toldTo(incidents)).toEqual(steady.sort());
      expect(steady.length).toBeGreaterThan(0);
    },
  );
});
