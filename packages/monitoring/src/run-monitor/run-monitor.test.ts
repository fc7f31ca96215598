import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createIncidents } from "../incident/incidents.js";
import { countKept, nightsOn } from "./run-monitor-fixture.js";
import { createSnapshotFile } from "./snapshot-file.js";

const person = { kind: "person", id: "analyst" } as const;

describe("a monitor of runs", () => {
  test("tells a run that failed once, and a repetition that fails too beside it", async () => {
    await using nights = await nightsOn();
    await nights.look();
    const runId = await nights.perform({ ends: "failed" });
    await nights.look();
    expect(nights.told[0]?.explanation).toBe(
      "nightly has failed at the step load: RangeError, the disk is on fire.",
    );
    expect(nights.takeTold()).toEqual([`raised failed failed:nightly@${runId}`]);
    const rerun = { runId, newRunId: "again", fromStepId: "load", actor: person, reason: "It is out." };
    await nights.runner.rerun(rerun);
    await nights.runner.advance("again");
    await nights.look();
    // The plan of the night still fails.
    expect(nights.takeTold()).toEqual(["raised failed failed:nightly@again"]);
    await nights.look();
    expect(nights.takeTold()).toEqual([]);
  });

  test("takes back all failures of a chain of repetitions when the last one succeeds", async () => {
    await using nights = await nightsOn();
    await nights.look();
    const runId = await nights.perform({ ends: "failed" });
    const act = { fromStepId: "load", actor: person, reason: "It is out." };
    await nights.runner.rerun({ ...act, runId, newRunId: "second" });
    await nights.runner.advance("second");
    await nights.look();
    nights.takeTold();
    nights.plan({});
    await nights.runner.rerun({ ...act, runId: "second", newRunId: "third" });
    await nights.runner.advance("third");
    await nights.look();
    expect(nights.takeTold()).toEqual([
      "cleared failed failed:nightly@second",
      `cleared failed failed:nightly@${runId}`,
    ]);
  });

  test("tells of nothing that ended before it first looked, but learns from it", async () => {
    await using nights = await nightsOn();
    await nights.performUsual(12);
    await nights.perform({ ends: "failed" });
    await nights.perform({ rows: 100 });
    nights.clock.moveOn(1);
    await nights.look();
    expect(nights.takeTold()).toEqual([]);
    expect(
      nights.expectations.expect({ subject: "nightly/load", measure: "rowsRead", date: "2026-01-23" })?.runs,
    ).toBe(13);
  });

  test("tells a figure that is odd once, and that two good runs made it good", async () => {
    await using nights = await nightsOn();
    await nights.performUsual(20);
    await nights.look();
    const runId = await nights.perform({ rows: 800 });
    await nights.look();
    await nights.look();
    const key = `rowsRead:nightly/load@${runId}`;
    expect(nights.takeTold()).toContain(`raised too-little ${key}`);
    await nights.performUsual(1);
    await nights.look();
    expect(nights.takeTold()).toEqual([]);
    await nights.performUsual(1);
    await nights.look();
    expect(nights.takeTold()).toContain(`cleared too-little ${key}`);
  });

  test("tells of a step while it runs, and not again when it has ended", async () => {
    await using nights = await nightsOn();
    await nights.performUsual(20);
    await nights.look();
    const during: string[] = [];
    const runId = await nights.perform({
      minutes: 400,
      async meanwhile() {
        await nights.look();
        during.push(...nights.takeTold());
      },
    });
    const key = `durationMs:nightly/load@${runId}`;
    expect(during).toContain(`raised too-long ${key}`);
    await nights.look();
    expect(nights.takeTold()).toEqual([]);
    expect(
      nights.judged.filter(({ verdict }) => verdict === "too-high").map(({ runId: id }) => id),
    ).toContain(runId);
  });

  test("tells of no figure that nobody wants to be told of, neither before nor after its end", async () => {
    await using nights = await nightsOn({ isTold: ({ measure }) => measure !== "durationMs" });
    await nights.performUsual(20);
    await nights.look();
    await nights.perform({ minutes: 400, meanwhile: nights.look });
    await nights.look();
    expect(nights.takeTold().filter((told) => told.includes("durationMs"))).toEqual([]);
    expect(nights.judged.map(({ verdict }) => verdict)).toContain("too-high");
  });

  test("sets the alarm of a step when it begins, and a normal one never raises it", async () => {
    await using nights = await nightsOn();
    await nights.performUsual(20);
    await nights.look();
    await nights.perform({ minutes: 31, meanwhile: nights.look });
    await nights.look();
    expect(nights.takeTold()).toEqual([]);
  });

  test("learns each figure once, however often a run is read, and by whomever it is made anew", async () => {
    await using nights = await nightsOn();
    await nights.performUsual(8);
    const expected = { subject: "nightly/load", measure: "rowsRead", date: "2026-01-16" };
    await nights.look();
    await nights.runner
      .cancel({ runId: "night-8", actor: person, reason: "Too late." })
      .catch(() => undefined);
    await nights.look();
    expect(nights.expectations.expect(expected)?.runs).toBe(8);
    nights.restart();
    await nights.look();
    expect(nights.expectations.expect(expected)?.runs).toBe(8);
  });

  test("goes on from its snapshot as if it had never stopped", async () => {
    const folder = await mkdtemp(join(tmpdir(), "spm-runs-"));
    try {
      const snapshots = createSnapshotFile(join(folder, "deep", "runs.snapshot"));
      await using nights = await nightsOn({ snapshots, snapshotEveryMs: 1 });
      await nights.performUsual(20);
      await nights.look();
      const expected = { subject: "nightly/load", measure: "durationMs", date: "2026-01-28" };
      const before = nights.expectations.expect(expected)?.interval;
      nights.judged.length = 0;
      nights.restart();
      await nights.look();
      expect(nights.judged).toEqual([]);
      expect(nights.expectations.expect(expected)?.interval).toEqual(before);
      await nights.perform({ rows: 700 });
      await nights.look();
      expect(nights.takeTold()).toContain("raised too-little rowsRead:nightly/load@night-21");
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("reads the log where its snapshot is none, and says so", async () => {
    await using nights = await nightsOn();
    await nights.performUsual(5);
    nights.restart({ snapshots: { read: async () => '{"position":', write: async () => undefined } });
    const { failures } = await nights.look();
    expect(failures).toMatchObject([{ about: "snapshot", error: { code: "config.invalid" } }]);
    expect(nights.judged.length).toBeGreaterThan(0);
  });

  test("takes in a long log in several looks", async () => {
    await using nights = await nightsOn({ changesALook: 4 });
    await nights.performUsual(9);
    const looks = [await nights.look(), await nights.look(), await nights.look(), await nights.look()];
    expect(looks.map(({ isBehind }) => isBehind)).toEqual([true, true, false, false]);
  });
});

describe("what people say of a figure", () => {
  test("is learned, also when it was said while the step still ran", async () => {
    await using nights = await nightsOn();
    await nights.performUsual(20);
    const incidents = createIncidents({ log: nights.log, clock: nights.clock, monitor: "incidents" });
    nights.restart({ onSymptom: async (symptom) => void (await incidents.tell(symptom)) });
    await nights.look();
    const runId = await nights.perform({
      minutes: 400,
      async meanwhile() {
        await nights.look();
        for await (const { id } of incidents.list()) {
          await incidents.giveFeedback({
            incidentId: id,
            symptomKey: "durationMs:nightly/load@night-21",
            meaning: "real",
            actor: person,
          });
        }
      },
    });
    expect(runId).toBe("night-21");
    await nights.look();
    const told = nights.expectations.report();
    expect(told.real).toBe(1);
    const expected = { subject: "nightly/load", measure: "durationMs", date: "2026-01-28" };
    // What was wrong teaches nothing.
    expect(nights.expectations.expect(expected)?.runs).toBe(20);
  });
});

describe("a symptom", () => {
  test("is told again until somebody takes it, and then no more", async () => {
    await using nights = await nightsOn();
    let isAway = true;
    nights.restart({
      onSymptom: (symptom) => {
        if (isAway) throw new RangeError("nobody is there");
        nights.told.push(symptom);
      },
    });
    await nights.look();
    await nights.perform({ ends: "failed" });
    expect((await nights.look()).failures).toMatchObject([{ about: "failed:nightly@night-1" }]);
    isAway = false;
    nights.restart({ onSymptom: (symptom) => void nights.told.push(symptom) });
    await nights.look();
    await nights.look();
    expect(nights.takeTold()).toEqual(["raised failed failed:nightly@night-1"]);
  });

  test("is told with the next look where it could not be kept with this one", async () => {
    await using nights = await nightsOn();
    const { log } = nights;
    let isFull = false;
    const append: typeof log.append = async (...given) => {
      if (isFull) throw new RangeError("there is no room");
      return log.append(...given);
    };
    nights.restart({ log: Object.assign(Object.create(log), { append }) });
    await nights.look();
    await nights.perform({ ends: "failed" });
    isFull = true;
    await expect(nights.look()).rejects.toThrow("there is no room");
    isFull = false;
    await nights.look();
    expect(nights.takeTold()).toEqual(["raised failed failed:nightly@night-1"]);
  });

  test("stands in one incident, once, whatever two monitors and their restarts do", async () => {
    await using nights = await nightsOn();
    const incidents = createIncidents({ log: nights.log, clock: nights.clock, monitor: "incidents" });
    const onSymptom = async (symptom: Parameters<typeof incidents.tell>[0]) =>
      void (await incidents.tell(symptom));
    const create = () => nights.createMonitor({ onSymptom });
    const monitors = [create(), create()];
    await Promise.all(monitors.map((monitor) => monitor.look()));
    await nights.performUsual(15);
    for (const round of [0, 1, 2]) {
      await nights.perform(round === 1 ? { ends: "failed" } : { rows: 500 });
      monitors[round % 2] = create();
      await Promise.all(monitors.map((monitor) => monitor.look()));
      await Promise.all(monitors.map((monitor) => monitor.look()));
    }
    const all = [];
    for await (const { symptoms } of incidents.list()) all.push(...symptoms);
    const raised = all.filter(({ state }) => state === "raised").map(({ key }) => key);
    expect(new Set(raised).size).toBe(raised.length);
    expect(raised).toEqual(
      expect.arrayContaining([
        "rowsRead:nightly/load@night-16",
        "failed:nightly@night-17",
        "rowsRead:nightly/load@night-18",
      ]),
    );
  });

  test("costs the log nothing while nothing is wrong", async () => {
    await using nights = await nightsOn();
    await nights.performUsual(15);
    await nights.look();
    const kept = await countKept(nights.log);
    await nights.performUsual(5);
    for (let look = 0; look < 20; look += 1) await nights.look();
    expect(await countKept(nights.log)).toBe(kept);
  });
});

describe("an announced change", () => {
  test("lets a new level be learned at once, and stands in the log", async () => {
    await using nights = await nightsOn();
    await nights.performUsual(20);
    await nights.look();
    const fromMs = nights.clock.now();
    const change = { subject: "nightly/load", measure: "rowsRead", fromMs, reason: "Release 12 loads Asia." };
    await nights.announceChange(change);
    nights.restart();
    await nights.perform({ rows: 40_000 });
    await nights.perform({ rows: 40_500 });
    await nights.look();
    const expected = { subject: "nightly/load", measure: "rowsRead", date: "2026-01-28" };
    expect(nights.expectations.expect(expected)?.interval.typical).toBeGreaterThan(25_000);
  });
});
