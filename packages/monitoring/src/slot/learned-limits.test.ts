import { describe, expect, test } from "vitest";
import { createRunMonitor } from "../run-monitor/run-monitor.js";
import { learnedLimits } from "./learned-limits.js";
import { monitorOver } from "./monitor/slot-monitor-fixture.js";

const at = (hour: number, minutes: string) => `${String(hour).padStart(2, "0")}:${minutes}`;

/** An hourly schedule whose runs begin twenty minutes late, up to an hour; and what was learned of it. */
async function queuedUntil(lastHour: number) {
  const world = await monitorOver();
  const { log, clock } = world;
  const runs = createRunMonitor({
    ...{ log, clock, monitor: "runs", reading: { zone: "UTC" } },
    onSymptom: () => undefined,
  });
  for (let hour = 10; hour <= lastHour; hour += 1) await world.schedule(at(hour, "20"));
  await runs.look();
  return { world, limits: learnedLimits(() => runs.expectations, "load") };
}

describe("learnedLimits", () => {
  test("lets a queue take as long as it used to, and tells of a slot soon after that", async () => {
    const { world, limits } = await queuedUntil(19);
    await using _ = world;
    const restart = () =>
      world.restart({
        schedules: world.guide.schedules.map(({ schedule, procedureId }) => ({
          schedule,
          procedureId,
          limits,
        })),
      });
    restart();
    await world.monitor("19:59");
    await world.monitorUntil("20:20");
    expect(world.takeTold()).toEqual([]);
    await world.monitorUntil("20:59");
    expect(world.takeTold()).toMatchObject([expect.stringMatching(/^raised late slot:hourly@20:00/)]);
  });

  test("does not move what it has said of a slot", async () => {
    const { world, limits } = await queuedUntil(19);
    await using _ = world;
    const slot = { id: "s", scheduleId: "hourly", nominal: "2026-01-05T20:00", zone: "UTC", movedBy: [] };
    const before = limits.expectedStart?.({ ...slot, instantMs: 0 });
    expect(before).toBeGreaterThan(20 * 60_000);
    expect(limits.expectedStart?.({ ...slot, instantMs: 1_000 })).toBe(before);
    expect(limits.expectedStart?.({ ...slot, id: "t", instantMs: 1_000 })).toBe((before ?? 0) + 1_000);
  });

  test("leaves it to the policy while little is known", async () => {
    const { world, limits } = await queuedUntil(12);
    await using _ = world;
    const slot = { id: "s", scheduleId: "hourly", nominal: "2026-01-05T13:00", zone: "UTC" };
    expect(limits.expectedStart?.({ ...slot, instantMs: 5, movedBy: [] })).toBeUndefined();
  });
});
