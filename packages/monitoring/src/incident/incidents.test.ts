import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRedactor, type Log, openSqliteLog } from "@spm-ops/core";
import { createFakeClock, type FakeClock } from "@spm-ops/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { analyst, cleared, MINUTE, minute, START, symptom } from "./incident-fixture.js";
import { createIncidents, type Incidents, type IncidentsOptions } from "./incidents.js";

let clock: FakeClock;
let log: Log;
beforeEach(async () => {
  clock = createFakeClock(START);
  log = await openSqliteLog({ path: ":memory:", clock });
});
afterEach(() => log.close());

const on = (kept: Log, options: Partial<IncidentsOptions> = {}) =>
  createIncidents({ log: kept, monitor: "monitor", clock, ...options });

async function all(incidents: Incidents) {
  const found = [];
  for await (const incident of incidents.list()) found.push(incident);
  return found;
}

const production = { environment: "production" };
const load = symptom("run:load@run-1", 0, { ...production, runId: "run-1" });

describe("tell", () => {
  test("opens an incident with the first symptom, and tells where it stands", async () => {
    const incidents = on(log);
    const id = await incidents.tell(load);
    expect(id).toBe("run:load@run-1@2026-01-05T22:00:00.000Z");
    expect(await incidents.get(id ?? "")).toMatchObject({
      state: "open",
      rootKey: load.key,
      symptoms: [load],
      timeline: [{ text: load.explanation, by: { kind: "service", id: "monitor" } }],
    });
    expect(await incidents.find("other")).toBeUndefined();
    await expect(incidents.get("other")).rejects.toMatchObject({ code: "run.unknown" });
  });

  test("decides the same symptom once, however late it is told again", async () => {
    const incidents = on(log);
    const id = await incidents.tell(load);
    await incidents.close({ incidentId: id ?? "", actor: analyst, reason: "Loaded by hand." });
    clock.advance(400 * 24 * 60 * MINUTE);
    expect(await on(log).tell(load)).toBe(id);
    expect(await all(incidents)).toMatchObject([{ state: "closed", revision: 2 }]);
  });

  test("keeps good news that comes before the bad", async () => {
    const incidents = on(log);
    expect(await incidents.tell(cleared(load.key, 5, { runId: "run-1" }))).toBeUndefined();
    expect(await all(incidents)).toEqual([]);
    await incidents.tell(load);
    expect(await all(incidents)).toMatchObject([{ state: "closed", closing: { atMs: minute(5) } }]);
  });

  test("opens an old incident again when its cause is back soon after its end", async () => {
    const incidents = on(log);
    const id = await incidents.tell(symptom("availability:login", 0));
    const tenDays = 10 * 24 * 60;
    clock.advance((tenDays + 1) * MINUTE);
    await incidents.tell(cleared("availability:login", tenDays));
    expect(await on(log).tell(symptom("availability:login", tenDays + 1))).toBe(id);
    expect(await all(incidents)).toMatchObject([{ state: "open" }]);
  });

  test("tells of a symptom that has moved where it stands now", async () => {
    const incidents = on(log);
    const first = await incidents.tell(load);
    const outage = await incidents.tell(symptom("availability:production", 1, production));
    expect(outage).not.toBe(first);
    expect(await incidents.tell(load)).toBe(outage);
  });

  test("lets rest what was the consequence of an outage of long ago", async () => {
    const incidents = on(log);
    await incidents.tell(symptom("rule:totals", 1, production));
    await incidents.tell(symptom("availability:production", 0, production));
    await incidents.tell(cleared("availability:production", 5, production));
    await incidents.tell(cleared("rule:totals", 6, production));
    const later = 20 * 24 * 60;
    clock.advance(later * MINUTE);
    const id = await on(log).tell(symptom("rule:totals", later, production));
    expect(id).toBe("rule:totals@2026-01-25T22:00:00.000Z");
    const open = (await all(incidents)).filter(({ state }) => state !== "closed");
    expect(open.map((incident) => incident.id)).toEqual([id]);
  });

  test.each([
    ["at no moment", { at: Number.NaN }],
    ["at a moment that no calendar has", { at: 1e300 }],
    ["without a key", { key: "" }],
  ])("refuses what is told %s, and keeps nothing of it", async (_what, wrong) => {
    const incidents = on(log);
    await expect(incidents.tell({ ...load, ...wrong })).rejects.toMatchObject({ code: "config.invalid" });
    expect(await all(incidents)).toEqual([]);
  });

  test("keeps no secret", async () => {
    const redactor = createRedactor();
    redactor.addSecret("hunter22");
    const incidents = on(log, { redactor });
    await incidents.tell({ ...load, explanation: "The login hunter22 failed." });
    expect(JSON.stringify(await all(incidents))).not.toContain("hunter22");
  });
});

/** What two monitors see, each in its own order, with an outage that explains the rest. */
const NEWS = [
  load,
  symptom("availability:production", 2, production),
  symptom("volume:load@run-1", 3, { ...production, runId: "run-1", severity: "critical" }),
  symptom("run:report@run-2", 4, { ...production, runId: "run-2" }),
  symptom("run:elsewhere@run-3", 4, { runId: "run-3" }),
  cleared("availability:production", 20, production),
];

const outcomeOf = async (incidents: Incidents) =>
  (await all(incidents))
    .filter(({ symptoms }) => symptoms.length > 0)
    .map(({ rootKey, state, severity, symptoms }) => ({ rootKey, state, severity, count: symptoms.length }));

const EXPECTED = [
  { rootKey: "availability:production", state: "open", severity: "critical", count: 5 },
  { rootKey: "run:elsewhere@run-3", state: "open", severity: "warning", count: 1 },
];

describe("two monitors on one log", () => {
  test("decide each symptom once", async () => {
    const folder = await mkdtemp(join(tmpdir(), "spm-incidents-"));
    const path = join(folder, "log.sqlite");
    const logs = await Promise.all([openSqliteLog({ path, clock }), openSqliteLog({ path, clock })]);
    const [one, other] = [on(logs[0], { monitor: "one" }), on(logs[1], { monitor: "other" })];
    const tellAll = async (incidents: Incidents, news: typeof NEWS) => {
      for (const each of news) await incidents.tell(each);
    };
    await Promise.all([
      tellAll(one, NEWS),
      tellAll(other, [...NEWS].reverse()),
      tellAll(one, [...NEWS].reverse()),
      ...NEWS.map((each) => other.tell(each)),
    ]);
    expect((await outcomeOf(one)).sort((a, b) => (a.rootKey < b.rootKey ? -1 : 1))).toEqual(EXPECTED);
    for (const each of logs) await each.close();
    await rm(folder, { recursive: true });
  });
});

describe("a monitor that was overtaken", () => {
  test("decides again: what it would have opened is a part of what the other one has opened meanwhile", async () => {
    const faster = on(log, { monitor: "faster" });
    let overtaken = 0;
    const slow = on({
      ...log,
      appendAll: async (writes) => {
        overtaken += 1;
        if (overtaken === 1) await faster.tell(symptom("availability:production", 0, production));
        return log.appendAll(writes);
      },
    });
    const outage = "availability:production@2026-01-05T22:00:00.000Z";
    expect(await slow.tell(symptom("run:report@run-2", 4, production))).toBe(outage);
    expect(overtaken).toBe(2);
    expect((await all(slow)).map(({ id, revision }) => [id, revision])).toEqual([[outage, 1]]);
  });
});

class Crash extends Error {}

/** A log of a process that ends at its n-th boundary, before or after a write. */
function withFuse(kept: Log, n: number): Log {
  let passed = 0;
  const pass = () => {
    passed += 1;
    if (passed >= n) throw new Crash();
  };
  const bounded =
    <Given extends unknown[], Result>(write: (...given: Given) => Promise<Result>) =>
    async (...given: Given) => {
      pass();
      const result = await write(...given);
      pass();
      return result;
    };
  return { ...kept, append: bounded(kept.append), appendAll: bounded(kept.appendAll) };
}

describe("a crash at any boundary", () => {
  test("loses no incident and doubles none: the watch tells again what it had to tell", async () => {
    let boundaries = 0;
    for (let n = 1, crashed = true; crashed; n += 1) {
      const kept = await openSqliteLog({ path: ":memory:", clock });
      crashed = false;
      for (const life of [withFuse(kept, n), kept]) {
        const incidents = on(life);
        try {
          for (const each of NEWS) await incidents.tell(each);
          await incidents.settle();
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
          crashed = true;
        }
      }
      if (crashed) boundaries = n;
      expect(await outcomeOf(on(kept)), `crash at boundary ${n}`).toEqual(EXPECTED);
      await kept.close();
    }
    expect(boundaries).toBe(2 * NEWS.length);
  });
});

describe("settle", () => {
  test("ends a mute when its time has come, and escalates what nobody has", async () => {
    const rota = { role: "on call", zone: "UTC", from: "2026-01-05T08:00", people: ["first", "second"] };
    const levels = [
      { afterMs: 10 * MINUTE, call: "on call" },
      { afterMs: 20 * MINUTE, call: "manager" },
    ];
    const incidents = on(log, { ladder: { levels }, rotas: [rota] });
    const id = (await incidents.tell(load)) ?? "";
    const muted = { incidentId: id, actor: analyst, reason: "Known.", untilMs: minute(60) };
    await incidents.mute(muted);
    clock.advance(59 * MINUTE);
    await incidents.settle();
    expect(await incidents.get(id)).toMatchObject({ state: "muted", escalations: [] });
    clock.advance(MINUTE);
    await incidents.settle();
    expect(await incidents.get(id)).toMatchObject({ state: "open", escalations: [] });
    clock.advance(10 * MINUTE);
    await incidents.settle();
    await incidents.settle();
    const called = { step: 0, role: "on call", person: "first" };
    expect(await incidents.get(id)).toMatchObject({ escalations: [called], revision: 3 });
    clock.advance(10 * MINUTE);
    await incidents.acknowledge({ incidentId: id, actor: analyst });
    await incidents.settle();
    expect(await incidents.get(id)).toMatchObject({ state: "acknowledged", escalations: [called] });
  });

  test("closes what has become steady", async () => {
    const incidents = on(log);
    let id = "";
    for (let round = 0; round < 6; round += 1) {
      clock.advance(10 * MINUTE);
      id = (await incidents.tell(symptom("availability:production", 20 * round))) ?? id;
      clock.advance(10 * MINUTE);
      await incidents.tell(cleared("availability:production", 20 * round + 10));
    }
    expect(await incidents.get(id)).toMatchObject({ state: "open", isFlapping: true });
    clock.advance(120 * MINUTE);
    await incidents.settle();
    expect(await incidents.get(id)).toMatchObject({ state: "closed", isFlapping: false });
    expect(await all(incidents)).toHaveLength(1);
  });
});

test("refuses a policy, a ladder and rotas that cannot work, each with all of its problems", () => {
  const flapping = { everyMs: MINUTE, startShare: 0.1, endShare: 0.2 };
  expect(() => on(log, { policy: { leadMs: -1, goodNeeded: 0 } })).toThrow(/leadMs[\s\S]*goodNeeded/);
  expect(() => on(log, { policy: { flapping } })).toThrow(/flapping.endShare/);
  expect(() => on(log, { ladder: { levels: [] } })).toThrow(/levels/);
  const rota = { role: "on call", zone: "UTC", from: "2026-01-05T08:00", people: ["first"] };
  expect(() => on(log, { rotas: [rota, rota] })).toThrow(/two of the role on call/);
});
