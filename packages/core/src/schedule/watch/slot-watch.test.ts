import { describe, expect, test } from "vitest";
import { analyst, guideDueBy, watchOn, watchSince } from "./slot-fixture.js";
import { toRunId } from "./slot-run.js";

const at = (time: string) => `2026-01-05T${time}Z`;
const slotId = (time: string) => `hourly@2026-01-05T${time}[UTC]`;

describe("look", () => {
  test("asks for the run of a slot that is due, and records it", async () => {
    await using world = await watchSince(at("09:30"));
    const { runIds, failures } = await world.lookAt(at("10:00"));
    expect([runIds, failures]).toEqual([["hourly.2026-01-05T10-00.UTC"], []]);
    const slot = await world.slots.get(slotId("10:00"));
    expect(slot).toMatchObject({
      status: "ran",
      runId: runIds[0],
      scheduleId: "hourly",
      guideHash: world.guide.hash,
    });
    const run = await world.runner.advance(runIds[0] ?? "");
    expect(run).toMatchObject({
      status: "succeeded",
      slotId: slot.slotId,
      input: { nominal: "2026-01-05T10:00", movedBy: [] },
      requestedBy: { kind: "service", id: "worker one" },
    });
  });

  test("changes nothing when it looks again", async () => {
    await using world = await watchSince(at("09:30"));
    await world.performAt(at("10:00:59"));
    const before = [];
    for await (const { position } of world.log.changes()) before.push(position);
    expect((await world.lookAt(at("10:00:59"))).runIds).toEqual([]);
    expect((await world.lookAt(at("10:30"))).runIds).toEqual([]);
    const after = [];
    for await (const { position } of world.log.changes()) after.push(position);
    expect(after).toEqual(before);
  });

  test("leaves alone what was due before watching began, and does nothing before it has", async () => {
    await using world = await watchSince(at("09:30"));
    await world.performAt(at("10:00"));
    expect(await world.standings()).toEqual(["01-05T10:00 ran"]);
    const later = guideDueBy({ id: "daily", rule: { cron: "0 6 * * *" } });
    const { watch } = watchOn(world.log, later, world.clock);
    world.clock.moveTo(at("23:00"));
    expect(await watch.look()).toEqual({ runIds: [], failures: [] });
  });

  test.each([
    ["none", ["01-05T10:00 missed", "01-05T11:00 missed", "01-05T12:00 missed"]],
    ["latest", ["01-05T10:00 missed", "01-05T11:00 missed", "01-05T12:00 late"]],
    ["ask", ["01-05T10:00 asked", "01-05T11:00 asked", "01-05T12:00 asked"]],
  ] as const)("after hours down, by the policy %s", async (missed, standings) => {
    await using world = await watchSince(at("09:30"), { missed });
    await world.performAt(at("12:30"));
    expect(await world.standings()).toEqual(standings);
  });

  test("after hours down makes up for all within the bound, oldest first", async () => {
    const missed = { all: 2, withinMs: 86_400_000 };
    await using world = await watchSince(at("09:30"), { missed, overlappingRuns: "allow" });
    const { runIds } = await world.performAt(at("12:30"));
    expect(await world.standings()).toEqual(["01-05T10:00 missed", "01-05T11:00 late", "01-05T12:00 late"]);
    expect(runIds).toEqual([slotId("11:00"), slotId("12:00")].map(toRunId));
  });

  test("goes nowhere while the clock is behind, and on when it has caught up", async () => {
    await using world = await watchSince(at("09:30"));
    await world.performAt(at("11:00"));
    await world.performAt(at("09:45"));
    await world.performAt(at("10:00"));
    await world.performAt(at("11:00"));
    await world.performAt(at("12:00"));
    expect(await world.standings()).toEqual(["01-05T10:00 missed", "01-05T11:00 ran", "01-05T12:00 ran"]);
  });

  test("records a slot whose input does not fit as missed, with what is wrong, and tells of it", async () => {
    await using world = await watchSince(at("09:30"));
    const [scheduled] = world.guide.schedules;
    if (scheduled === undefined) throw new TypeError("a schedule");
    const broken = [{ ...scheduled, input: () => ({ nominal: 5 }) }];
    const { watch } = watchOn(world.log, { ...world.guide, schedules: broken }, world.clock);
    world.clock.moveTo(at("10:00"));
    const { runIds, failures } = await watch.look();
    expect([runIds, failures.map(({ scheduleId }) => scheduleId)]).toEqual([[], ["hourly"]]);
    const slot = await world.slots.get(slotId("10:00"));
    expect(slot).toMatchObject({ status: "missed", issues: [expect.stringContaining("nominal")] });
    const throwing = [
      {
        ...scheduled,
        input: () => {
          throw new RangeError("no such day");
        },
      },
    ];
    const other = watchOn(world.log, { ...world.guide, schedules: throwing }, world.clock);
    world.clock.moveTo(at("11:00"));
    expect((await other.watch.look()).failures).toHaveLength(1);
    expect((await world.slots.get(slotId("11:00"))).issues).toEqual([
      "its input cannot be made: no such day",
    ]);
  });

  test("looks at the other schedules when one is in trouble", async () => {
    await using world = await watchSince(at("09:30"));
    const [scheduled] = world.guide.schedules;
    if (scheduled === undefined) throw new TypeError("a schedule");
    const other = onlyScheduleOf({ id: "other" });
    const guide = { ...world.guide, schedules: [scheduled, other] };
    const { runner, watch } = watchOn(world.log, guide, world.clock);
    await watch.begin();
    const trouble = new Error("no room");
    const request = runner.request;
    runner.request = (asked) =>
      asked.runId.startsWith("hourly.") ? Promise.reject(trouble) : request(asked);
    world.clock.moveTo(at("10:00"));
    const { runIds, failures } = await watch.look();
    expect(failures).toEqual([{ scheduleId: "hourly", error: trouble }]);
    expect(runIds).toEqual(["other.2026-01-05T10-00.UTC"]);
    expect((await world.slots.get(slotId("10:00"))).status).toBe("queued");
    await world.lookAt(at("10:05"));
    expect((await world.slots.get(slotId("10:00"))).status).toBe("late");
  });

  test("stops when it is told to, with the reason", async () => {
    await using world = await watchSince(at("09:30"));
    world.clock.moveTo(at("10:00"));
    const reason = new Error("closing");
    await expect(world.watch.look({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe("overlapping runs", () => {
  const everyHour = async (overlappingRuns: "skip" | "queue-one" | "queue-all" | "allow") => {
    const world = await watchSince(at("09:30"), { overlappingRuns });
    for (const time of ["10:00", "11:00", "12:00", "13:00"]) await world.lookAt(at(time));
    return world;
  };

  test.each([
    ["skip", ["10:00 ran", "11:00 overlapped", "12:00 overlapped", "13:00 overlapped"]],
    ["queue-one", ["10:00 ran", "11:00 queued", "12:00 overlapped", "13:00 overlapped"]],
    ["queue-all", ["10:00 ran", "11:00 queued", "12:00 queued", "13:00 queued"]],
    ["allow", ["10:00 ran", "11:00 ran", "12:00 ran", "13:00 ran"]],
  ] as const)("%s, while the run of 10:00 has not ended", async (policy, standings) => {
    await using world = await everyHour(policy);
    expect(await world.standings()).toEqual(standings.map((each) => `01-05T${each}`));
    const inTheWay = await world.slots.get(slotId("11:00"));
    expect(inTheWay.behind).toBe(policy === "allow" ? undefined : toRunId(slotId("10:00")));
  });

  test("what waits gets its turn one after the other, as soon as the run before it has ended", async () => {
    await using world = await everyHour("queue-all");
    await world.runner.advance(toRunId(slotId("10:00")));
    const turns = [];
    for (const time of ["13:10", "13:20", "13:30", "13:40"])
      turns.push(...(await world.performAt(at(time))).runIds);
    expect(turns).toEqual([slotId("11:00"), slotId("12:00"), slotId("13:00")].map(toRunId));
    const rest = ["11:00 late", "12:00 late", "13:00 late"].map((each) => `01-05T${each}`);
    expect(await world.standings()).toEqual(["01-05T10:00 ran", ...rest]);
  });

  test("a run of the procedure that was not made for the schedule is not in the way", async () => {
    await using world = await watchSince(at("09:30"));
    const asked = { procedureId: "load", runId: "by-hand", input: { nominal: "now" } };
    await world.runner.request({ ...asked, actor: analyst });
    await world.lookAt(at("10:00"));
    expect(await world.standings()).toEqual(["01-05T10:00 ran"]);
  });
});

describe("a schedule that the guide declares otherwise", () => {
  test("has its old slots before the change, and its new ones from then on", async () => {
    await using world = await watchSince(at("09:30"), {
      missed: { all: 9, withinMs: 86_400_000 },
      overlappingRuns: "allow",
    });
    await world.performAt(at("10:00"));
    // Down from here on; the new version starts at 12:45.
    world.clock.moveTo(at("12:45"));
    const guide = guideDueBy({ rule: { cron: "30 * * * *" }, missed: "none" });
    const next = watchOn(world.log, guide, world.clock);
    await next.watch.begin();
    await next.watch.look();
    world.clock.moveTo(at("13:30"));
    await next.watch.look();
    const standings = ["10:00 ran", "11:00 missed", "12:00 missed", "13:30 ran"];
    expect(await world.standings()).toEqual(standings.map((each) => `01-05T${each}`));
    // The version before is still up: it leaves the schedule to the new one.
    expect((await world.lookAt(at("14:00"))).runIds).toEqual([]);
    expect(await world.standings()).toHaveLength(4);
  });

  test("is the same schedule in a version of the guide that changes something else", async () => {
    await using world = await watchSince(at("09:30"));
    const next = watchOn(world.log, guideDueBy({}, "The guide, revised"), world.clock);
    await next.watch.begin();
    expect((await world.slots.watched("hourly"))?.rules).toHaveLength(1);
    world.clock.moveTo(at("10:00"));
    expect((await next.watch.look()).runIds).toHaveLength(1);
  });
});

function onlyScheduleOf(schedule: Parameters<typeof guideDueBy>[0]) {
  const [scheduled] = guideDueBy(schedule).schedules;
  if (scheduled === undefined) throw new TypeError("a schedule");
  return scheduled;
}
