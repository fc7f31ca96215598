import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createHandClock, type HandClock } from "../../hand-clock-fixture.js";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { defineChannel } from "./channel.js";
import {
  type Answer,
  createDesk,
  down,
  keyedChannel,
  locked,
  lost,
  note,
  outboxOn,
} from "./outbox-fixture.js";

const signal = new AbortController().signal;

let clock: HandClock;
let log: Log;
beforeEach(async () => {
  clock = createHandClock(Date.UTC(2026, 0, 5));
  log = await openSqliteLog({ path: ":memory:", clock });
});
afterEach(() => log.close());

const put = async (outbox: ReturnType<typeof deskOutbox>["outbox"], ...ids: readonly string[]) => {
  for (const id of ids) await outbox.put({ ...note, id });
};
function deskOutbox(...answers: readonly Answer[]) {
  const desk = createDesk(...answers);
  return { desk, outbox: outboxOn(log, [keyedChannel(desk)], { clock }) };
}

describe("deliverDue", () => {
  test("sends all that is due; the failure of one does not stop the others", async () => {
    const { desk, outbox } = deskOutbox(down, locked);
    await put(outbox, "a", "b", "c", "d");
    expect(await outbox.deliverDue({ concurrency: 1 })).toEqual({
      sent: ["c", "d"],
      failed: ["a"],
      inDoubt: [],
      left: [],
      troubled: [{ id: "b", error: expect.objectContaining({ code: "auth.rejected" }) }],
    });
    expect((await outbox.deliverDue()).sent).toEqual([]);
    await clock.pass(60_000);
    expect((await outbox.deliverDue()).sent).toEqual(["b"]);
    expect(desk.received).toHaveLength(5);
  });

  test("sends nothing before its time", async () => {
    const { outbox } = deskOutbox();
    await outbox.put({ ...note, notBeforeMs: clock.now() + 1_000 });
    expect((await outbox.deliverDue()).sent).toEqual([]);
    await clock.pass(1_000);
    expect((await outbox.deliverDue()).sent).toEqual([note.id]);
  });

  test("leaves the messages of channels that it does not have, and what waits for a person", async () => {
    const { outbox } = deskOutbox();
    await put(outbox, "a");
    const pager = defineChannel({
      name: "pager",
      payload: z.string(),
      contract: "once",
      onDoubt: { instructions: ["Ask who is on call."] },
      perform: async () => lost(),
    });
    const other = outboxOn(log, [pager], { clock });
    await other.put({ id: "b", channel: "pager", payload: "late" });
    expect(await outbox.deliverDue()).toMatchObject({ sent: ["a"], troubled: [] });
    expect(await other.deliverDue()).toMatchObject({ sent: [], inDoubt: ["b"] });
    expect(await other.deliverDue()).toMatchObject({ inDoubt: [] });
  });

  test("sends each message once when several workers see to the same ones", async () => {
    const { desk, outbox } = deskOutbox();
    const ids = Array.from({ length: 20 }, (_, index) => `message-${index}`);
    await put(outbox, ...ids);
    const workers = ["one", "two", "three"].map((worker) =>
      outboxOn(log, [keyedChannel(desk)], { clock, worker }).deliverDue(),
    );
    const all = await Promise.all(workers);
    expect([...new Set(all.flatMap(({ sent }) => sent))].sort()).toEqual([...ids].sort());
    expect(all.flatMap(({ troubled }) => troubled)).toEqual([]);
    expect(desk.received.map(({ attempt }) => attempt)).toEqual(ids.map(() => 1));
  });

  test("sends no more at once than it may", async () => {
    let [now, most] = [0, 0];
    const channel = defineChannel({
      name: "desk",
      payload: z.object({ text: z.string() }),
      contract: "keyed",
      perform: async () => {
        most = Math.max(most, ++now);
        await new Promise(setImmediate);
        now -= 1;
      },
    });
    const outbox = outboxOn(log, [channel], { clock });
    for (const id of ["a", "b", "c", "d", "e"]) await outbox.put({ ...note, id });
    expect((await outbox.deliverDue({ concurrency: 2 })).sent).toHaveLength(5);
    expect(most).toBe(2);
  });

  test("stops with the reason of its signal, and leaves the rest as it is", async () => {
    const stopping = new AbortController();
    const { desk, outbox } = deskOutbox(() => stopping.abort("the service stops"));
    await put(outbox, "a", "b");
    const delivering = outbox.deliverDue({ signal: stopping.signal, concurrency: 1 });
    await expect(delivering).rejects.toBe("the service stops");
    expect(desk.received).toHaveLength(1);
    expect(await outbox.get("b")).toMatchObject({ status: "waiting" });
    expect(clock.waits.size).toBe(0);
  });
});

describe("onWake", () => {
  test("sends the message that is woken, and bears being called once too often", async () => {
    const { desk, outbox } = deskOutbox();
    await put(outbox, "a");
    await outbox.onWake({ kind: "message", id: "a" }, { signal });
    await outbox.onWake({ kind: "message", id: "a" }, { signal });
    expect(desk.received).toHaveLength(1);
  });

  test("leaves alone what is not due, not ours, not there, or held by another worker", async () => {
    const { desk, outbox } = deskOutbox();
    await outbox.put({ ...note, id: "later", notBeforeMs: clock.now() + 1 });
    await put(outbox, "held");
    const claim = await log.claim({ kind: "message", id: "held" }, { worker: "two", leaseMs: 1_000 });
    for (const id of ["later", "held", "no such"]) await outbox.onWake({ kind: "message", id }, { signal });
    await log.release(claim);
    await outbox.onWake({ kind: "run", id: "held" }, { signal });
    await outboxOn(log, [], { clock }).onWake({ kind: "message", id: "held" }, { signal });
    expect(desk.received).toEqual([]);
  });

  test("lets the engine know of trouble", async () => {
    const { outbox } = deskOutbox(locked);
    await put(outbox, "a");
    const woken = outbox.onWake({ kind: "message", id: "a" }, { signal });
    await expect(woken).rejects.toMatchObject({ code: "auth.rejected" });
  });
});
