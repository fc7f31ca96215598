import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { slotsBetween } from "../slots.js";
import { findContradictions, HOUR_MS, MINUTE_MS, onlySchedule, toMs, watchSince } from "./slot-fixture.js";

// New York's clocks go back at 06:00Z.
const START = toMs("2026-11-01T03:00Z");
const PERIOD = { fromMs: START, toMs: START + 6 * HOUR_MS };

const situations = fc.record({
  looks: fc.array(fc.integer({ min: 0, max: 6 * 60 - 1 }), { maxLength: 12 }),
  performs: fc.boolean(),
  missed: fc.constantFrom("none" as const, "latest" as const, { all: 2, withinMs: 2 * HOUR_MS }),
  overlappingRuns: fc.constantFrom("skip", "queue-one", "queue-all", "allow"),
  overlap: fc.constantFrom("first", "second", "both"),
});

describe("any looks at any times, backwards too", () => {
  test("give each slot its one outcome, and each run its slot", async () => {
    await fc.assert(
      fc.asyncProperty(situations, async ({ looks, performs, ...declared }) => {
        const rule = { cron: "*/30 * * * *" };
        await using world = await watchSince(START, { rule, zone: "America/New_York", ...declared });
        for (const minute of looks) {
          await (performs ? world.performAt : world.lookAt)(START + minute * MINUTE_MS);
        }
        const end = PERIOD.toMs - 1;
        await world.performAt(end);
        // What waits for its turn gets it when the runs before it have ended.
        for await (const { stream } of world.log.list({ kind: "run" })) await world.runner.advance(stream.id);
        while ((await world.performAt(end)).runIds.length > 0);
        const slots = [...slotsBetween(onlySchedule(world.guide), PERIOD)];
        const { rows, counts, unexpected } = await world.slots.report(onlySchedule(world.guide), PERIOD);
        expect(rows.map(({ slot }) => slot.id)).toEqual(slots.map(({ id }) => id));
        expect([counts.unexplained, counts.queued, counts.unwatched, unexpected]).toEqual([0, 0, 0, []]);
        expect(await findContradictions(world.log)).toEqual([]);
        expect((await world.standings()).length).toBe(slots.length);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
