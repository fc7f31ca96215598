import { describe, expect, test } from "vitest";
import { analyst, watchSince } from "./slot-fixture.js";
import { toRunId } from "./slot-run.js";

const at = (time: string) => `2026-01-05T${time}Z`;
const slotId = (time: string) => `hourly@2026-01-05T${time}[UTC]`;
const because = { reason: "Maintenance.", actor: analyst };

describe("decide", () => {
  test("has a slot run that a person was asked about, as late, with who said so", async () => {
    await using world = await watchSince(at("09:30"), { missed: "ask" });
    await world.lookAt(at("11:30"));
    await world.watch.decide({ slotId: slotId("10:00"), as: "leave", ...because });
    await world.watch.decide({ slotId: slotId("11:00"), as: "run", ...because });
    expect(await world.standings()).toEqual(["01-05T10:00 missed", "01-05T11:00 queued"]);
    const { runIds } = await world.performAt(at("11:31"));
    expect(runIds).toEqual([toRunId(slotId("11:00"))]);
    for (const [time, status] of [
      ["10:00", "missed"],
      ["11:00", "late"],
    ] as const) {
      const decision = { by: analyst, at: Date.parse(at("11:30")), reason: "Maintenance." };
      expect(await world.slots.get(slotId(time))).toMatchObject({ status, decision });
    }
  });

  test("refuses what nobody is asked about, keeps that, and changes nothing", async () => {
    await using world = await watchSince(at("09:30"));
    await world.performAt(at("10:00"));
    const before = await world.slots.get(slotId("10:00"));
    const deciding = world.watch.decide({ slotId: slotId("10:00"), as: "leave", ...because });
    await expect(deciding).rejects.toMatchObject({
      code: "run.refused",
      message: expect.stringContaining("it is ran"),
    });
    const types = (await world.log.read({ kind: "slot", id: slotId("10:00") })).map(({ type }) => type);
    expect(types).toEqual(["slot.queued", "slot.ran", "act.refused"]);
    expect(await world.slots.get(slotId("10:00"))).toEqual(before);
    const unknown = world.watch.decide({ slotId: "hourly@never", as: "run", ...because });
    await expect(unknown).rejects.toMatchObject({ code: "run.unknown" });
    const unsaid = world.watch.decide({ slotId: slotId("10:00"), as: "run", reason: " ", actor: analyst });
    await expect(unsaid).rejects.toMatchObject({ code: "config.invalid" });
  });
});

describe("pause", () => {
  test("has slots recorded as skipped until the schedule is resumed", async () => {
    await using world = await watchSince(at("09:30"));
    await world.performAt(at("10:00"));
    world.clock.moveTo(at("10:30"));
    await world.watch.pause({ scheduleId: "hourly", ...because });
    await world.performAt(at("11:00"));
    world.clock.moveTo(at("12:30"));
    await world.watch.resume({ scheduleId: "hourly", ...because });
    await world.performAt(at("13:00"));
    const standings = ["10:00 ran", "11:00 skipped", "12:00 skipped", "13:00 ran"];
    expect(await world.standings()).toEqual(standings.map((each) => `01-05T${each}`));
    expect(await world.slots.get(slotId("12:00"))).toMatchObject({ skippedBy: "pause" });
    const [pause] = (await world.slots.watched("hourly"))?.pauses ?? [];
    const [fromMs, endMs] = [at("10:30"), at("12:30")].map((time) => Date.parse(time));
    expect(pause).toEqual({ fromMs, toMs: endMs, by: analyst, reason: "Maintenance." });
  });

  test("keeps back also what was due before it and has not run", async () => {
    await using world = await watchSince(at("09:30"));
    world.clock.moveTo(at("10:30"));
    await world.watch.pause({ scheduleId: "hourly", ...because });
    expect((await world.lookAt(at("10:31"))).runIds).toEqual([]);
    expect(await world.standings()).toEqual(["01-05T10:00 skipped"]);
  });

  test("lets what waits for its turn wait on", async () => {
    await using world = await watchSince(at("09:30"), { overlappingRuns: "queue-all" });
    await world.lookAt(at("10:00"));
    await world.lookAt(at("11:00"));
    await world.watch.pause({ scheduleId: "hourly", ...because });
    await world.runner.advance(toRunId(slotId("10:00")));
    expect((await world.lookAt(at("11:10"))).runIds).toEqual([]);
    await world.watch.resume({ scheduleId: "hourly", ...because });
    expect((await world.lookAt(at("11:20"))).runIds).toEqual([toRunId(slotId("11:00"))]);
  });

  test("is refused twice, of what nobody watches, and without a reason", async () => {
    await using world = await watchSince(at("09:30"));
    const act = { scheduleId: "hourly", ...because };
    await expect(world.watch.resume(act)).rejects.toMatchObject({ code: "run.refused" });
    await world.watch.pause(act);
    await expect(world.watch.pause(act)).rejects.toMatchObject({ code: "run.refused" });
    await expect(world.watch.pause({ ...act, scheduleId: "no" })).rejects.toMatchObject({
      code: "run.unknown",
    });
    await expect(world.watch.pause({ ...act, reason: "" })).rejects.toMatchObject({ code: "config.invalid" });
    expect((await world.slots.watched("hourly"))?.pauses).toHaveLength(1);
  });
});
