import { describe, expect, test } from "vitest";
import { createHandClock } from "../hand-clock-fixture.js";
import type { StreamId } from "../log/event.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { sweep } from "./sweep.js";

const START = "2026-01-05T10:00Z";
const HOUR_MS = 3_600_000;

async function openWorld() {
  const clock = createHandClock(START);
  const log = await openSqliteLog({ path: ":memory:", clock });
  const woken: StreamId[] = [];
  const engine = { wake: async (stream: StreamId) => void woken.push(stream) };
  const put = (kind: string, id: string, dueMs: number | undefined) =>
    log.append(
      { kind, id },
      {
        events: [{ type: "put", actor: { kind: "service", id: "worker" }, data: {} }],
        expectedSeq: 0,
        index: { status: "there", subject: "all", dueMs },
      },
    );
  const sweepFor = (kinds: readonly string[], olderThanMs?: number) =>
    sweep(log, kinds, engine, { clock, olderThanMs });
  return { clock, log, woken, put, sweepFor, [Symbol.asyncDispose]: () => log.close() };
}

describe("sweep", () => {
  test("wakes what is due of its kinds, and tells how long the oldest has been", async () => {
    await using world = await openWorld();
    await world.put("run", "at once", 0);
    await world.put("run", "later", Date.parse(START) + HOUR_MS);
    await world.put("run", "much later", Date.parse(START) + 9 * HOUR_MS);
    await world.put("run", "waiting", undefined);
    await world.put("message", "due", 0);
    await world.put("note", "not asked for", 0);
    world.clock.moveTo("2026-01-05T13:00Z");
    const swept = await world.sweepFor(["run", "message"]);
    expect(world.woken.map(({ kind, id }) => `${kind}/${id}`)).toEqual([
      "run/at once",
      "run/later",
      "message/due",
    ]);
    // A due moment of long ago says no more than that it is due since it was written.
    expect(swept).toEqual({ woken: 3, longestDueMs: 3 * HOUR_MS });
  });

  test("leaves out what a worker holds, until the claim is over", async () => {
    await using world = await openWorld();
    await world.put("run", "held", 0);
    await world.log.claim({ kind: "run", id: "held" }, { worker: "one", leaseMs: 15_000 });
    expect(await world.sweepFor(["run"])).toEqual({ woken: 0, longestDueMs: 0 });
    world.clock.moveTo("2026-01-05T10:01Z");
    expect(await world.sweepFor(["run"])).toMatchObject({ woken: 1 });
  });

  test("leaves out what has become due only just now, when told so, and loses it not", async () => {
    await using world = await openWorld();
    await world.put("run", "new", 0);
    expect(await world.sweepFor(["run"], 60_000)).toEqual({ woken: 0, longestDueMs: 0 });
    world.clock.moveTo("2026-01-05T10:01Z");
    expect(await world.sweepFor(["run"], 60_000)).toEqual({ woken: 1, longestDueMs: 60_000 });
    expect(await world.sweepFor(["run"], 60_000)).toMatchObject({ woken: 1 });
  });
});
