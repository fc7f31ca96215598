import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHandClock } from "../../hand-clock-fixture.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { slotsBetween } from "../slots.js";
import { findContradictions, guideDueBy, MINUTE_MS, onlySchedule, toMs, watchOn } from "./slot-fixture.js";
import { createSlotLog } from "./slot-log.js";

const START = toMs("2026-01-05T09:30Z");

describe("two schedulers on one log", () => {
  test.each(["skip", "queue-all"] as const)(
    "give each slot one outcome and one run, where overlapping runs are to %s",
    async (overlappingRuns) => {
      const folder = await mkdtemp(join(tmpdir(), "spm-slots-"));
      const path = join(folder, "log.sqlite");
      const guide = guideDueBy({ rule: { cron: "*/10 * * * *" }, missed: "latest", overlappingRuns });
      const lives = await Promise.all(
        ["one", "two"].map(async (worker) => {
          const clock = createHandClock(START);
          const log = await openSqliteLog({ path, clock });
          return { clock, log, ...watchOn(log, guide, clock, worker) };
        }),
      );
      const [first] = lives;
      if (first === undefined) throw new TypeError("two lives");
      await Promise.all(lives.map(({ watch }) => watch.begin()));
      for (let minute = 7; minute <= 240; minute += 7) {
        // Their clocks differ by so much that they judge lateness otherwise.
        for (const [behind, { clock }] of lives.entries())
          clock.moveTo(START + (minute + 3 * behind) * MINUTE_MS);
        const seen = await Promise.all(lives.map(({ watch }) => watch.look()));
        expect(seen.flatMap(({ failures }) => failures)).toEqual([]);
        const unfinished = [];
        for await (const { stream } of first.log.list({ kind: "run", status: ["requested"] }))
          unfinished.push(stream.id);
        expect(unfinished.length).toBeLessThanOrEqual(1);
        if (minute % 3 === 0) for (const runId of unfinished) await first.runner.advance(runId);
      }
      for (let isDone = false; !isDone; ) {
        isDone = true;
        await Promise.all(lives.map(({ watch }) => watch.look()));
        for await (const { stream } of first.log.list({ kind: "run", status: ["requested"] })) {
          await first.runner.advance(stream.id);
          isDone = false;
        }
      }
      expect(await findContradictions(first.log)).toEqual([]);
      const period = { fromMs: START, toMs: START + 238 * MINUTE_MS };
      const report = await createSlotLog(first.log, lives[1]).report(onlySchedule(guide), period);
      expect(report.rows).toHaveLength([...slotsBetween(onlySchedule(guide), period)].length);
      expect([report.counts.unexplained, report.counts.queued, report.unexpected]).toEqual([0, 0, []]);
      for (const { log } of lives) await log.close();
      await rm(folder, { recursive: true });
    },
    60_000,
  );
});
