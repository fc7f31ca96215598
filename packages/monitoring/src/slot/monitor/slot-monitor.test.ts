import { defineSchedule, isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { createIncidents } from "../../incident/incidents.js";
import type { SlotRun } from "../slot-run.js";
import { countKept, monday, monitorOver } from "./slot-monitor-fixture.js";

const analyst = { kind: "person", id: "analyst" } as const;

describe("look", () => {
  test("tells nothing of slots whose runs begin in time, and gives the findings", async () => {
    await using world = await monitorOver();
    for (const time of ["09:30", "09:40", "09:50", "10:00", "10:10"]) {
      await world.schedule(time);
      const { judged, failures } = await world.monitor(time);
      expect(failures).toEqual([]);
      if (time === "10:10") expect(judged[0]?.slots).toMatchObject([{ verdict: "started", latenessMs: 0 }]);
    }
    expect(world.takeTold()).toEqual([]);
  });

  test("tells late, missed, and that the run has come after all, each once and of its true time", async () => {
    await using world = await monitorOver();
    await world.monitorUntil("10:55");
    expect(world.takeTold()).toEqual(["raised late slot:hourly@10:00[UTC] at 10:05"]);
    await world.monitorUntil("11:03");
    expect(world.takeTold()).toEqual(["raised missed slot:hourly@10:00[UTC] at 11:00"]);
    await world.schedule("11:04");
    await world.monitorUntil("11:20");
    expect(world.takeTold()).toEqual(["cleared missed slot:hourly@10:00[UTC] at 11:04"]);
  });

  test("goes on after a restart where it was", async () => {
    await using world = await monitorOver();
    await world.monitorUntil("10:10");
    world.restart();
    await world.monitorUntil("10:20");
    expect(world.takeTold()).toEqual(["raised late slot:hourly@10:00[UTC] at 10:05"]);
    await world.schedule("10:21");
    world.restart();
    await world.monitorUntil("10:25");
    expect(world.takeTold()).toEqual(["cleared late slot:hourly@10:00[UTC] at 10:21"]);
  });
});

describe("what a monitor makes of people and pauses", () => {
  test("excuses a pause, and a slot that a person has left", async () => {
    await using world = await monitorOver({ missed: "ask" });
    await world.monitor("09:30");
    await world.watch.pause({ scheduleId: "hourly", actor: analyst, reason: "A release." });
    await world.schedule("10:00");
    await world.monitorUntil("10:10");
    expect(world.takeTold()).toEqual([]);
    await world.watch.resume({ scheduleId: "hourly", actor: analyst, reason: "Released." });
    await world.monitorUntil("11:20");
    await world.schedule("11:25");
    await world.monitorUntil("11:30");
    expect(world.takeTold()).toEqual(["raised late slot:hourly@11:00[UTC] at 11:05"]);
    const slotId = "hourly@2026-01-05T11:00[UTC]";
    await world.watch.decide({ slotId, as: "leave", actor: analyst, reason: "Made up by hand." });
    const { judged } = await world.monitor("11:31");
    expect(judged[0]?.slots.at(-1)).toMatchObject({ verdict: "excused" });
    expect(world.takeTold()).toEqual(["cleared late slot:hourly@11:00[UTC] at 11:31"]);
  });

  test("tells of a run that nobody asked for, and not of one that a person did", async () => {
    await using world = await monitorOver();
    await world.schedule("10:00");
    await world.monitorUntil("10:20");
    world.moveTo("10:21");
    const asked = { procedureId: "load", input: {} };
    await world.runner.perform({ ...asked, runId: "by-hand", actor: analyst });
    await world.monitor("10:22");
    expect(world.takeTold()).toEqual([]);
    await world.runner.perform({ ...asked, runId: "again", actor: { kind: "service", id: "cron" } });
    await world.monitor("10:23");
    expect(world.takeTold()).toEqual([
      "raised unexpected unexpected:load@again at 10:22",
      "cleared unexpected unexpected:load@again at 10:22",
    ]);
  });
});

describe("a schedule of another scheduler", () => {
  test("judges a schedule of another scheduler by runs from outside, corrected by their clock", async () => {
    const reported: SlotRun[] = [];
    const pairs = [1, 2, 3, 4, 5].map((minute) => {
      const serverMs = monday(`09:0${minute}`);
      return { clientMs: serverMs + 600_000, serverMs };
    });
    const schedules = [];
    await using world = await monitorOver();
    for (const { schedule } of world.guide.schedules)
      schedules.push({ schedule: { ...schedule, id: "elsewhere" }, procedureId: "elsewhere" });
    world.restart({
      schedules,
      runsFromOutside: async () => reported,
      clientClocks: () => new Map([["loader", pairs]]),
    });
    await world.monitorUntil("10:01");
    expect(world.takeTold()).toEqual(["raised rule clock:loader at 09:05"]);
    const run = { runId: "r-1", trigger: "automatic", startedMs: monday("10:12"), client: "loader" } as const;
    reported.push(run);
    await world.monitorUntil("10:20");
    expect(world.takeTold()).toEqual([]);
  });
});

describe("two schedules of one procedure", () => {
  test("share its runs: what one has a slot for is not unexpected to the other", async () => {
    await using world = await monitorOver({}, { runsFromOutside: async () => [] });
    const [hourly] = world.guide.schedules.map(({ schedule }) => schedule);
    if (hourly === undefined) throw new TypeError("a schedule");
    const half = defineSchedule({ id: "half", rule: { cron: "30 * * * *" }, zone: "UTC" });
    const startsMs = ["09:30", "10:00", "10:30", "10:45"].map(monday);
    const runs = startsMs.map((startedMs, index) => ({
      ...{ runId: `r-${index}`, trigger: "automatic" as const },
      ...{ startedMs, finishedMs: startedMs + 60_000 },
    }));
    const schedules = [hourly, half].map((schedule) => ({ schedule, procedureId: "elsewhere" }));
    world.restart({
      schedules,
      runsFromOutside: async () => runs.filter(({ startedMs }) => startedMs <= world.clock.now()),
    });
    await world.monitorUntil("10:50");
    expect(world.takeTold().map((text) => text.slice(0, 44))).toEqual([
      "raised unexpected unexpected:elsewhere@r-3 a",
      "cleared unexpected unexpected:elsewhere@r-3 ",
    ]);
  });
});

describe("the monitor's own downtime", () => {
  test("is one symptom for all that was missed meanwhile, and nothing for what ran", async () => {
    await using world = await monitorOver({
      missed: { all: 9, withinMs: 86_400_000 },
      overlappingRuns: "allow",
    });
    await world.schedule("10:00");
    await world.monitorUntil("10:10");
    await world.schedule("11:00");
    world.restart();
    await world.monitor("15:10");
    const gap = "missed-in-gap:10:10:00.000Z";
    expect(world.takeTold()).toEqual([
      `raised missed ${gap} at 13:00`,
      "raised late slot:hourly@15:00[UTC] at 15:05",
    ]);
    await world.schedule("15:20");
    await world.monitorUntil("15:30");
    expect(world.takeTold()).toEqual([
      `cleared missed ${gap} at 15:20`,
      "cleared late slot:hourly@15:00[UTC] at 15:20",
    ]);
    world.restart();
    await world.monitorUntil("15:40");
    expect(world.takeTold()).toEqual([]);
  });

  test("is known from the log, in which a day without news costs few events", async () => {
    await using world = await monitorOver({ rule: { cron: "0 8 * * *" } });
    await world.monitorUntil("23:30");
    expect(world.takeTold()).toEqual([]);
    expect(await countKept(world.log)).toBeLessThan(200);
    const unwatched = await world.createMonitor().look();
    expect(unwatched.judged[0]?.slots).toEqual([]);
  });
});

describe("trouble", () => {
  test("of one who is told costs no symptom: it is told again with the next look", async () => {
    await using world = await monitorOver();
    await world.monitorUntil("10:05");
    const trouble = new TypeError("no route");
    world.restart({ onSymptom: () => Promise.reject(trouble) });
    const { failures } = await world.monitor("10:06");
    expect(failures).toEqual([{ about: "slot:hourly@2026-01-05T10:00[UTC]", error: trouble }]);
    world.restart();
    await world.monitor("10:07");
    expect(world.takeTold()).toEqual(["raised late slot:hourly@10:00[UTC] at 10:05"]);
  });

  test("with the runs of one schedule leaves what was told of it as it is", async () => {
    await using world = await monitorOver();
    await world.monitorUntil("10:10");
    world.takeTold();
    const trouble = new TypeError("no answer");
    world.restart({ runsFromOutside: () => Promise.reject(trouble) });
    await world.schedule("10:11");
    const { failures } = await world.monitor("10:12");
    expect([failures, world.takeTold()]).toEqual([[{ about: "hourly", error: trouble }], []]);
  });

  test("of two monitors on one log makes one incident of one symptom", async () => {
    await using world = await monitorOver();
    const { log, clock } = world;
    const incidents = createIncidents({ log, clock, monitor: "incidents" });
    const onSymptom = async (symptom: Parameters<typeof incidents.tell>[0]) =>
      void (await incidents.tell(symptom));
    const monitors = [1, 2].map(() => world.createMonitor({ onSymptom }));
    for (const time of ["09:30", "09:40", "09:50", "10:00", "10:10"]) {
      world.moveTo(time);
      await Promise.all(monitors.map((each) => each.look()));
    }
    const ids = [];
    for await (const { id, symptoms } of incidents.list()) ids.push([id, symptoms.length]);
    expect(ids).toMatchObject([[expect.any(String), 1]]);
  });

  test("in the options is told all at once", () => {
    const wrong = () => monitorOver({}, { monitor: "", maxGapMs: 5, lookbackMs: 99 * 86_400_000 });
    return expect(wrong()).rejects.toSatisfy(
      (error) => isSpmError(error, "config.invalid") && error.details.issues.length >= 2,
    );
  });

  test("stops with the reason of whoever stops it", async () => {
    await using world = await monitorOver();
    const reason = new TypeError("closing");
    const looking = world.createMonitor().look({ signal: AbortSignal.abort(reason) });
    await expect(looking).rejects.toBe(reason);
  });
});
