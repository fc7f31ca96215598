import { createRedactor, openSqliteLog } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { createHandClock } from "../availability/hand-clock-fixture.js";
import type { Symptom } from "../incident/symptom.js";
import { createRunMonitorMemory } from "./run-monitor-memory.js";

const BEGIN_MS = Date.parse("2026-01-30T12:00Z");
const writing = { actor: { kind: "service", id: "runs" }, redactor: createRedactor() } as const;

function tooLong(at: number): Symptom {
  const about = { key: "durationMs:load@1", subject: "load", runId: "1", explanation: "It still runs." };
  return { ...about, state: "raised", kind: "too-long", severity: "warning", at };
}

async function memories() {
  const clock = createHandClock(BEGIN_MS);
  const log = await openSqliteLog({ path: ":memory:", clock });
  const create = () => createRunMonitorMemory(log, "runs", writing);
  return { create, [Symbol.asyncDispose]: () => log.close() };
}

describe("the memory of a run monitor", () => {
  test("keeps one thing once, also where two find it at once and see it differently", async () => {
    await using world = await memories();
    const [one, other] = [world.create(), world.create()];
    await Promise.all([one.open(BEGIN_MS), other.open(BEGIN_MS)]);
    const kept = await Promise.all([one.keep([tooLong(5)], BEGIN_MS), other.keep([tooLong(7)], BEGIN_MS)]);
    const { untold } = await world.create().open(BEGIN_MS);
    expect(untold).toHaveLength(1);
    expect(kept.map((month) => month.untold)).toContainEqual(untold);
  });

  test("takes what stands, what is to be told, and since when it watches into the next month", async () => {
    await using world = await memories();
    const january = world.create();
    await january.open(BEGIN_MS);
    await january.keep([tooLong(5)], BEGIN_MS);
    const february = await world.create().open(Date.parse("2026-02-03T00:00Z"));
    expect(february).toMatchObject({ begunMs: BEGIN_MS, untold: [tooLong(5)] });
    expect([...february.told.keys()]).toEqual(["durationMs:load@1"]);
  });

  test("forgets what was told, and tells all changes that were ever announced", async () => {
    await using world = await memories();
    const memory = world.create();
    await memory.open(BEGIN_MS);
    await memory.keep([tooLong(5)], BEGIN_MS);
    await memory.confirm([tooLong(5)]);
    const change = { subject: "load", measure: "durationMs", fromMs: 9, reason: "A larger machine." };
    await memory.announce(change, BEGIN_MS);
    await memory.announce({ ...change, fromMs: 10 }, Date.parse("2026-02-03T00:00Z"));
    const again = world.create();
    expect((await again.open(Date.parse("2026-02-03T00:00Z"))).untold).toEqual([]);
    expect((await again.changes()).map(({ fromMs }) => fromMs)).toEqual([9, 10]);
  });
});
