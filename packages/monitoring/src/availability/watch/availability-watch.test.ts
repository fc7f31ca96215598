import { createRedactor, openSqliteLog, type SqliteLog } from "@spm-ops/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Symptom } from "../../incident/symptom.js";
import { createHandClock, type HandClock } from "../hand-clock-fixture.js";
import { createMaintenancePlan } from "../maintenance/maintenance-plan.js";
import type { Look, Probe } from "../probe/probe.js";
import { measureUptime } from "../uptime/measure-uptime.js";
import { createAvailabilityLog } from "./availability-log.js";
import { type AvailabilityWatchOptions, createAvailabilityWatch } from "./availability-watch.js";

const MINUTE_MS = 60_000;
const START = Date.parse("2026-03-31T22:00Z");

let clock: HandClock;
let log: SqliteLog;
let told: Symptom[];
let errors: unknown[];
beforeEach(async () => {
  clock = createHandClock(START);
  log = await openSqliteLog({ path: ":memory:", clock });
  told = [];
  errors = [];
});
afterEach(() => log.close());

const storeOf = () =>
  createAvailabilityLog(log, { actor: { kind: "service", id: "watch" }, redactor: createRedactor(), clock });

/** A probe that tells what the test says. */
function createSwitch(id = "portal") {
  const now: { state: Look["state"]; looks: number } = { state: "up", looks: 0 };
  const probe: Probe = {
    id,
    title: id,
    async look() {
      now.looks += 1;
      return { state: now.state, checkedAt: clock.now(), detail: `is ${now.state}` };
    },
  };
  return { now, probe };
}

function watchOf(probes: readonly Probe[], options: Partial<AvailabilityWatchOptions> = {}) {
  return createAvailabilityWatch({
    probes: probes.map((probe) => ({ probe, environment: "production" })),
    store: storeOf(),
    clock,
    onSymptom: (symptom) => void told.push(symptom),
    onError: (error) => void errors.push(error),
    ...options,
  });
}

async function pass(minutes: number) {
  for (let minute = 0; minute < minutes; minute += 1) await clock.pass(MINUTE_MS);
}

const words = () => told.map(({ state, key }) => `${state} ${key}`);

describe("createAvailabilityWatch", () => {
  test("tells an outage once and its end, and measures it to the millisecond over the turn of a month", async () => {
    const { now, probe } = createSwitch();
    const watch = watchOf([probe]);
    watch.start();
    await pass(90);
    now.state = "down";
    await pass(60);
    now.state = "up";
    await pass(30);
    await watch.close();
    expect(errors).toEqual([]);
    expect(words()).toEqual(["raised availability:portal", "cleared availability:portal"]);
    const [raised, cleared] = told.map(({ at }) => at);
    const period = { fromMs: START, toMs: clock.now() };
    const uptime = measureUptime(await storeOf().read("portal", period), period);
    expect(uptime.downMs).toBe((cleared ?? 0) - (raised ?? 0));
    expect(uptime.downMs).toBe(60 * MINUTE_MS);
    expect(uptime.unknownMs).toBeLessThanOrEqual(2 * MINUTE_MS);
    expect(uptime.upMs + uptime.downMs + uptime.unknownMs).toBe(180 * MINUTE_MS);
    const april = { fromMs: Date.parse("2026-04-01T00:10Z"), toMs: Date.parse("2026-04-01T00:20Z") };
    expect(measureUptime(await storeOf().read("portal", april), april).downMs).toBe(10 * MINUTE_MS);
  });

  test("goes on after a restart: the gap is unknown, and what was told is not told again", async () => {
    const { now, probe } = createSwitch();
    now.state = "down";
    const first = watchOf([probe]);
    first.start();
    await pass(10);
    await first.close();
    clock.moveOn(50 * MINUTE_MS);
    const second = watchOf([probe]);
    second.start();
    await pass(10);
    expect(words()).toEqual(["raised availability:portal"]);
    now.state = "up";
    await pass(10);
    await second.close();
    expect(words()).toEqual(["raised availability:portal", "cleared availability:portal"]);
    const period = { fromMs: START, toMs: clock.now() };
    const uptime = measureUptime(await storeOf().read("portal", period), period);
    expect(uptime.unknownMs).toBeGreaterThanOrEqual(50 * MINUTE_MS);
    expect(uptime.unknownMs).toBeLessThanOrEqual(54 * MINUTE_MS);
    expect(uptime.outages).toHaveLength(1);
  });

  test("keeps its writes few: changes, and what was watched from time to time", async () => {
    const { probe } = createSwitch();
    const watch = watchOf([probe]);
    watch.start();
    await pass(60);
    await watch.close();
    const events = await log.read({ kind: "availability", id: "portal@2026-03" });
    expect(events.length).toBeLessThanOrEqual(20);
  });

  test("takes our own lost connection for unknown, not for an outage", async () => {
    const [portal, reference] = [createSwitch(), createSwitch("reference")];
    portal.now.state = "down";
    reference.now.state = "down";
    const watch = watchOf([portal.probe], { reference: reference.probe });
    watch.start();
    await pass(10);
    expect(told).toEqual([]);
    reference.now.state = "up";
    await pass(5);
    await watch.close();
    expect(words()).toEqual(["raised availability:portal"]);
  });

  test("never looks twice at once, and no more at once than it may", async () => {
    let [under, most] = [0, 0];
    const ends: (() => void)[] = [];
    const slow = (id: string): Probe => ({
      id,
      title: id,
      async look({ signal } = {}) {
        under += 1;
        most = Math.max(most, under);
        await new Promise<void>((resolve) => {
          ends.push(resolve);
          signal?.addEventListener("abort", () => resolve());
        });
        under -= 1;
        return { state: "up", checkedAt: clock.now(), detail: "slow" };
      },
    });
    const watch = watchOf([slow("one"), slow("two"), slow("three")], { concurrency: 2 });
    watch.start();
    await pass(10);
    expect(ends).toHaveLength(2);
    for (const end of ends.splice(0)) end();
    await pass(3);
    await watch.close();
    expect(most).toBe(2);
  });

  test("tells again what could not be told, and goes on when nothing can be kept", async () => {
    const { now, probe } = createSwitch();
    now.state = "down";
    const store = storeOf();
    let failures = 3;
    const fail = () => {
      failures -= 1;
      if (failures >= 0) throw new RangeError("not now");
    };
    const watch = watchOf([probe], {
      store: {
        ...store,
        async open(probeId) {
          fail();
          return store.open(probeId);
        },
      },
      onSymptom(symptom) {
        fail();
        told.push(symptom);
      },
    });
    watch.start();
    await pass(15);
    await watch.close();
    expect(errors).toHaveLength(3);
    expect(words()).toEqual(["raised availability:portal"]);
    const { remembered, untold } = await store.open("portal");
    expect([remembered?.told.down, untold]).toEqual([true, []]);
  });

  test("is held back by a window that somebody else has announced meanwhile, and tells what outlasts it", async () => {
    const { now, probe } = createSwitch();
    const plan = createMaintenancePlan({ log, clock });
    const maintenance = () => plan.read("production");
    const watch = createAvailabilityWatch({
      probes: [{ probe, environment: "production", maintenance }],
      store: storeOf(),
      clock,
      onSymptom: (symptom) => void told.push(symptom),
      onError: (error) => void errors.push(error),
    });
    watch.start();
    await pass(5);
    const act = { environment: "production", id: "patch", actor: { kind: "person", id: "admin" } } as const;
    const period = { fromMs: START, toMs: START + 20 * MINUTE_MS };
    const elsewhere = createMaintenancePlan({ log, clock });
    await elsewhere.announce({ ...act, title: "patch", reason: "It is patched.", period });
    now.state = "down";
    await pass(10);
    expect(words()).toEqual([]);
    await pass(10);
    await watch.close();
    expect([words(), errors]).toEqual([["raised availability:portal"], []]);
    expect(told[0]?.at).toBeLessThan(START + 7 * MINUTE_MS);
    const all = { fromMs: START, toMs: clock.now() };
    const facts = await storeOf().read("portal", all);
    const uptime = measureUptime(facts, all, { maintenance: await plan.read("production") });
    expect(uptime.excusedMs).toBe(15 * MINUTE_MS);
  });

  test("marks an outage as reported", async () => {
    const { now, probe } = createSwitch();
    now.state = "down";
    const watch = watchOf([probe]);
    watch.start();
    await pass(10);
    await watch.close();
    const store = storeOf();
    await store.report("portal", {
      outageMs: START + 5 * MINUTE_MS,
      reportedMs: clock.now(),
      reference: "4711",
    });
    const period = { fromMs: START, toMs: clock.now() };
    const { outages } = measureUptime(await store.read("portal", period), period);
    expect(outages.map(({ reports }) => reports.map(({ reference }) => reference))).toEqual([["4711"]]);
  });

  test("refuses what cannot work, and to begin twice", async () => {
    const { probe } = createSwitch();
    expect(() => watchOf([probe, probe], { everyMs: 0 })).toThrow(/probeIds: [\s\S]*everyMs: /);
    const rare = { everyMs: 400_000, heartbeatMs: 300_000 };
    expect(() => watchOf([probe], rare)).toThrow(/everyMs: [\s\S]*heartbeatMs: /);
    const watch = watchOf([]);
    watch.start();
    expect(() => watch.start()).toThrow(TypeError);
    await watch.close();
  });
});
