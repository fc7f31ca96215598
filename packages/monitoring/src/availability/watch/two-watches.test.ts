import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRedactor } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { tellingName } from "../../incident/spell.js";
import type { Symptom } from "../../incident/symptom.js";
import { createSeededRandom } from "../../statistics/seeded-random.js";
import { toPeriods, totalMs } from "../calendar/periods.js";
import { createHandClock } from "../hand-clock-fixture.js";
import type { AvailabilityFact } from "../uptime/availability-fact.js";
import { measureUptime } from "../uptime/measure-uptime.js";
import { createAvailabilityLog } from "./availability-log.js";
import { startPortal, startWatchProcess } from "./watch-process-fixture.js";

const SECOND_MS = 1_000;
/** The turn of a month lies within the test. */
const START = Date.parse("2026-03-31T23:40Z");
const OUTAGES = 3;
const STEPS = 14;

/** Two processes watch a portal over some outages, by chance at once or one alone, and crash now and then. */
async function watchOutages(seed: number) {
  const { uniform } = createSeededRandom(seed);
  const folder = await mkdtemp(join(tmpdir(), "spm-watches-"));
  const { portal, url, close } = await startPortal();
  const clock = createHandClock(START);
  const told: Symptom[] = [];
  const turns: number[] = [];
  let looks = 0;
  const shared = { path: join(folder, "log.sqlite"), url, clock, uniform };
  const start = (skewMs: number) =>
    startWatchProcess({ ...shared, skewMs, told: (symptom) => void told.push(symptom) });
  const one = await start(0);
  const other = await start(Math.round((uniform() - 0.5) * 30) * SECOND_MS);
  /** Which of them looks is chance; both do so at once half of the time. */
  const step = async () => {
    clock.moveOn(Math.round(10 + uniform() * 30) * SECOND_MS);
    const which = uniform();
    looks += which < 0.5 ? 2 : 1;
    const first = which < 0.75 ? one.look() : undefined;
    if (uniform() < 0.5) clock.moveOn(5 * SECOND_MS);
    await Promise.all([first, which >= 0.75 || which < 0.5 ? other.look() : undefined]);
  };
  for (let phase = 0; phase <= 2 * OUTAGES; phase += 1) {
    portal.isUp = phase % 2 === 0;
    if (phase > 0) turns.push(clock.now());
    for (let count = 0; count < STEPS; count += 1) await step();
  }
  await one.keep();
  await other.keep();
  const period = { fromMs: START, toMs: clock.now() };
  const writing = { actor: { kind: "service", id: "reader" }, redactor: createRedactor() } as const;
  const facts = await createAvailabilityLog(one.log, writing).read("portal", period);
  const keptTellings = await one.log.read({ kind: "symptom", id: "availability:portal" });
  let writes = 0;
  for await (const { head } of one.log.list({ kind: "availability" })) writes += head.seq;
  const { untold } = await createAvailabilityLog(one.log, writing).open("portal");
  await Promise.all([one.log.close(), other.log.close(), close()]);
  await rm(folder, { recursive: true });
  return { told, turns, facts, period, keptTellings, looks, writes, untold };
}

/** What was told, each telling once, in the order in which it came first. */
function distinct(told: readonly Symptom[]): readonly Symptom[] {
  return [...new Map(told.map((symptom) => [tellingName(symptom), symptom])).values()];
}

function watchedTimes(facts: readonly AvailabilityFact[]) {
  return facts.filter((fact) => fact.type === "watched");
}

describe("two watches on one log", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "tell of each outage one beginning and one end, in any order and over crashes (%i)",
    async (seed) => {
      const { told, turns, facts, period, keptTellings, looks, writes, untold } = await watchOutages(seed);
      const tellings = distinct(told);
      const states = Array.from({ length: OUTAGES }, () => ["raised", "cleared"]).flat();
      expect(tellings.map(({ state }) => state)).toEqual(states);
      expect(untold).toEqual([]);
      for (const [index, { at }] of tellings.entries()) {
        expect(Math.abs(at - (turns[index] ?? 0))).toBeLessThan(150 * SECOND_MS);
      }
      expect(keptTellings).toHaveLength(2 * OUTAGES);
      // Told again after a crash it is the very same.
      for (const symptom of told) expect(tellings).toContainEqual(symptom);

      const uptime = measureUptime(facts, period);
      const downMs = tellings.reduce((sum, { state, at }) => sum + (state === "raised" ? -at : at), 0);
      expect(uptime.downMs).toBe(downMs);
      expect(uptime.outages).toHaveLength(OUTAGES);
      expect(uptime.unknownMs).toBeLessThan(120 * SECOND_MS);
      const watched = watchedTimes(facts);
      const sumMs = watched.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
      expect(sumMs).toBe(totalMs(toPeriods(watched)));
      expect(writes).toBeLessThan(looks);
    },
    60_000,
  );
});
