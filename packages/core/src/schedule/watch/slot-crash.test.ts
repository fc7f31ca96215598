import { describe, expect, test } from "vitest";
import { createHandClock } from "../../hand-clock-fixture.js";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { findContradictions, guideDueBy, HOUR_MS, standingsOf, watchOn } from "./slot-fixture.js";
import { createSlotLog } from "./slot-log.js";

class Crash extends Error {}

/** Ends everything at the n-th boundary: before or after a write. */
function withFuse(log: Log, n: number): Log {
  let passed = 0;
  const pass = () => {
    passed += 1;
    if (passed >= n) throw new Crash();
  };
  const bounded =
    <Arguments extends unknown[], Result>(call: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments) => {
      pass();
      const result = await call(...given);
      pass();
      return result;
    };
  return { ...log, append: bounded(log.append), appendAll: bounded(log.appendAll) };
}

/** Hours down, then a first life that ends at a boundary, and a second one some minutes later that goes on. */
async function liveTwice(missed: "latest" | "ask" | { all: number; withinMs: number }, n: number) {
  const clock = createHandClock("2026-01-05T09:30Z");
  const log = await openSqliteLog({ path: ":memory:", clock });
  const guide = guideDueBy({ missed, overlappingRuns: "queue-all" });
  const first = watchOn(withFuse(log, n), guide, clock);
  let crashed = false;
  try {
    await first.watch.begin();
    clock.moveTo("2026-01-05T13:00:10Z");
    const { failures } = await first.watch.look();
    crashed = failures.some(({ error }) => error instanceof Crash);
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    crashed = true;
    clock.moveTo("2026-01-05T09:30Z");
  }
  const second = watchOn(log, guide, clock, "worker two");
  await second.watch.begin();
  clock.moveTo("2026-01-05T13:05Z");
  for (;;) {
    const { runIds, failures } = await second.watch.look();
    expect(failures).toEqual([]);
    const waiting = [];
    for await (const { stream } of log.list({ kind: "run", status: ["requested"] })) waiting.push(stream.id);
    for (const runId of waiting) await second.runner.advance(runId);
    if (runIds.length + waiting.length === 0) break;
  }
  const standings = await standingsOf(createSlotLog(log));
  const contradictions = await findContradictions(log);
  await log.close();
  return { crashed, standings, contradictions };
}

describe("a crash at any boundary of a look", () => {
  test.each([
    ["latest", "latest", ["missed", "missed", "missed", "ran|late"]],
    ["all", { all: 3, withinMs: 24 * HOUR_MS }, ["missed|late", "late", "late", "ran|late"]],
  ] as const)("loses no slot and no run, with the missed policy %s", async (_title, missed, outcomes) => {
    let boundaries = 0;
    for (let n = 1; ; n += 1) {
      const { crashed, standings, contradictions } = await liveTwice(missed, n);
      expect(contradictions, `crash at boundary ${n}`).toEqual([]);
      const times = ["10:00", "11:00", "12:00", "13:00"];
      expect(standings, `crash at boundary ${n}`).toEqual(
        times.map((time, index) => expect.stringMatching(`^01-05T${time} (${outcomes[index]})$`)),
      );
      if (!crashed) break;
      boundaries = n;
    }
    expect(boundaries).toBeGreaterThanOrEqual(10);
  });
});
