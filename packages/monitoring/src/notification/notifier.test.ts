import { type Clock, createOutbox, defineChannel, type Log, openSqliteLog } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { analyst, cleared, MINUTE, symptom } from "../incident/incident-fixture.js";
import { createIncidents } from "../incident/incidents.js";
import { noticesSchema } from "./notice.js";
import { createStandingClock } from "./notification-fixture.js";
import { createNotifier, type NotifierOptions } from "./notifier.js";

/** What has arrived outside, by the key under which it was sent: it outlives the process. */
type World = Map<string, readonly string[]>;
type Pass = () => void;

class Crash extends Error {}

const production = { environment: "production" };
const policy = { routes: [{ name: "ops", channel: "desk", to: "ops" }] };

function channelTo(world: World, pass: Pass) {
  return defineChannel({
    name: "desk",
    payload: noticesSchema,
    contract: "keyed",
    perform: async ({ notices }, { key }) => {
      pass();
      world.set(
        key,
        notices.map(({ incidentId, revision }) => `${incidentId} r${revision}`),
      );
      pass();
      return { key };
    },
  });
}

interface Life {
  readonly log: Log;
  readonly clock: Clock;
  readonly world: World;
  readonly pass?: Pass | undefined;
  readonly more?: Partial<NotifierOptions> | undefined;
}

function begin({ log, clock, world, pass = () => undefined, more = {} }: Life) {
  const outbox = createOutbox({
    log,
    channels: [channelTo(world, pass)],
    worker: "worker",
    clock,
    leaseMs: 1_000,
  });
  const incidents = createIncidents({ log, monitor: "monitor", clock });
  const notifier = createNotifier({ log, outbox, monitor: "monitor", clock, policy, ...more });
  const tellPeople = async () => {
    await notifier.notify();
    const { troubled } = await outbox.deliverDue();
    for (const { error } of troubled) throw error;
  };
  return { incidents, notifier, outbox, tellPeople };
}

/** What happens to one incident, and what a process that begins anew does again. */
async function live(life: Life) {
  const { incidents, tellPeople } = begin(life);
  const incidentId = (await incidents.tell(symptom("availability:production", 0, production))) ?? "";
  await tellPeople();
  await incidents.tell(symptom("run:load@run-1", 1, { ...production, severity: "critical" }));
  await tellPeople();
  if ((await incidents.get(incidentId)).acknowledgement === undefined) {
    await incidents.acknowledge({ incidentId, actor: analyst });
  }
  await tellPeople();
  await incidents.tell(cleared("availability:production", 20, production));
  await incidents.tell(cleared("run:load@run-1", 21, production));
  await tellPeople();
}

function bound(log: Log, pass: Pass): Log {
  const bounded =
    <Given extends unknown[], Result>(call: (...given: Given) => Promise<Result>) =>
    async (...given: Given) => {
      pass();
      const result = await call(...given);
      pass();
      return result;
    };
  return {
    ...log,
    append: bounded(log.append),
    appendAll: bounded(log.appendAll),
    appendClaiming: bounded(log.appendClaiming),
    claim: bounded(log.claim),
    release: bounded(log.release),
  };
}

function createFuse(n: number): Pass {
  let passed = 0;
  return () => {
    passed += 1;
    if (passed >= n) throw new Crash();
  };
}

const INCIDENT = "availability:production@2026-01-05T22:00:00.000Z";

describe("a crash at any boundary", () => {
  test("tells each revision once, and keeps what was told", async () => {
    let boundaries = 0;
    for (let n = 1, crashed = true; crashed; n += 1) {
      const clock = createStandingClock();
      const world: World = new Map();
      const log = await openSqliteLog({ path: ":memory:", clock });
      crashed = false;
      try {
        const pass = createFuse(n);
        await live({ log: bound(log, pass), clock, world, pass });
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        crashed = true;
        boundaries = n;
      }
      // The claim of the dead worker is over for the next one.
      clock.advance(MINUTE);
      await live({ log, clock, world });
      const told = [...world.values()].flat();
      expect(told, `crash at boundary ${n}`).toEqual([...new Set(told)]);
      const revisions = told.map((each) => Number(each.split(" r")[1]));
      // A process that ends between two news tells them together when it begins anew.
      expect(revisions.at(-1)).toBe(4);
      expect(revisions).toEqual(crashed ? [...revisions].sort() : [1, 2, 3, 4]);
      const { incidents, notifier } = begin({ log, clock, world });
      const incident = await incidents.get(INCIDENT);
      expect(incident).toMatchObject({ state: "closed", isSettled: true });
      expect(incident.told.map(({ revision }) => revision)).toEqual(revisions);
      expect(await notifier.notify()).toEqual([]);
      await log.close();
    }
    expect(boundaries).toBeGreaterThan(40);
  });
});

describe("notify", () => {
  const withLog = async (
    work: (life: Life & { readonly clock: ReturnType<typeof createStandingClock> }) => Promise<void>,
  ) => {
    const clock = createStandingClock();
    await using log = await openSqliteLog({ path: ":memory:", clock });
    await work({ log, clock, world: new Map() });
  };

  test("tells each revision once when several processes look at once", () =>
    withLog(async (life) => {
      const { incidents } = begin(life);
      for (const key of ["run:a", "run:b", "run:c"])
        await incidents.tell(symptom(key, 0, { severity: "critical" }));
      const all = await Promise.all(Array.from({ length: 4 }, () => begin(life).notifier.notify()));
      expect(all.flat().sort()).toEqual(
        ["a", "b", "c"].map((name) => `run:${name}@2026-01-05T22:00:00.000Z/1/desk/ops`),
      );
    }));

  test("tells of the end of an incident that was opened long ago, by a process that never saw it open", () =>
    withLog(async (life) => {
      const first = begin(life);
      const incidentId = (await first.incidents.tell(symptom("run:load", 0))) ?? "";
      await first.tellPeople();
      life.clock.advance(40 * 24 * 60 * MINUTE);
      await first.incidents.close({ incidentId, actor: analyst, reason: "Done." });
      expect(await begin(life).notifier.notify()).toEqual([`${incidentId}/2/desk/ops`]);
    }));

  test("tells after maintenance what has outlasted it, and never what has not", () =>
    withLog(async ({ clock, ...life }) => {
      const end = clock.now() + 30 * MINUTE;
      const more = { isMaintenance: (_: string, at: number) => at < end };
      const { incidents, notifier } = begin({ ...life, clock, more });
      await incidents.tell(symptom("run:lasts", 0, production));
      await incidents.tell(symptom("run:passes", 0, { ...production, runId: "run-1" }));
      expect(await notifier.notify()).toEqual([]);
      await incidents.tell(cleared("run:passes", 5, { runId: "run-1" }));
      clock.advance(30 * MINUTE);
      expect(await notifier.notify()).toEqual(["run:lasts@2026-01-05T22:00:00.000Z/1/desk/ops"]);
    }));

  test("is woken for the end of an incident, which is due until it is settled", () =>
    withLog(async (life) => {
      const { incidents, notifier } = begin(life);
      const id = (await incidents.tell(symptom("run:load", 0))) ?? "";
      await notifier.notify();
      await incidents.close({ incidentId: id, actor: analyst, reason: "Done." });
      const stream = { kind: "incident", id };
      const { signal } = new AbortController();
      await notifier.onWake({ kind: "run", id }, { signal });
      expect((await life.log.find(stream))?.dueMs).toBe(life.clock.now());
      await notifier.onWake(stream, { signal });
      expect((await life.log.find(stream))?.dueMs).toBeUndefined();
      expect((await incidents.get(id)).told).toHaveLength(2);
    }));

  test("says what the guide says", () =>
    withLog(async (life) => {
      const more = { instructionsFor: () => ["Call the data team."] };
      const { incidents, notifier, outbox } = begin({ ...life, more });
      await incidents.tell(symptom("run:load", 0));
      const [id = ""] = await notifier.notify();
      const message = await outbox.get(id);
      expect(message.about).toEqual({ kind: "incident", id: "run:load@2026-01-05T22:00:00.000Z" });
      expect(message.payload).toMatchObject({
        target: "ops",
        notices: [{ instructions: ["Call the data team."] }],
      });
    }));
});

test("createNotifier refuses a zone and routes that cannot work", async () => {
  const clock = createStandingClock();
  await using log = await openSqliteLog({ path: ":memory:", clock });
  const life = { log, clock, world: new Map() };
  expect(() => begin({ ...life, more: { zone: "Mars" } })).toThrow(/zone: Mars/);
  const routes = [{ name: "", channel: "desk", to: "ops" }];
  expect(() => begin({ ...life, more: { policy: { routes } } })).toThrow(/routes.0.name/);
});
