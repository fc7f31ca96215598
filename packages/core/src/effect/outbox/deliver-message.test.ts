import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createHandClock, type HandClock } from "../../hand-clock-fixture.js";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { SpmError } from "../../spm-error.js";
import { type Channel, defineChannel } from "./channel.js";
import {
  createDesk,
  type Desk,
  down,
  incident,
  keyedChannel,
  locked,
  note,
  outboxOn,
} from "./outbox-fixture.js";

const minute = 60_000;
let clock: HandClock;
let log: Log;
beforeEach(async () => {
  clock = createHandClock(Date.UTC(2026, 0, 5));
  log = await openSqliteLog({ path: ":memory:", clock });
});
afterEach(() => log.close());

const typesOf = async () => (await log.read({ kind: "message", id: note.id })).map(({ type }) => type);
const on = <const Each extends Channel>(...channels: readonly Each[]) => outboxOn(log, channels, { clock });

describe("deliver", () => {
  test("sends a message and keeps its receipt, and sends nothing a second time", async () => {
    const desk = createDesk();
    const outbox = on(keyedChannel(desk));
    await outbox.put(note);
    const sent = await outbox.deliver(note.id);
    expect(sent).toMatchObject({ status: "sent", receipt: { number: 1 }, effect: { attempts: 1 } });
    expect(await outbox.deliver(note.id)).toEqual(sent);
    expect(desk.received).toEqual([{ key: `message/${note.id}`, text: note.payload.text, attempt: 1 }]);
    expect((await log.find({ kind: "message", id: note.id }))?.dueMs).toBeUndefined();
    expect(clock.waits.size).toBe(0);
  });

  test("tells the channel what its schema makes of the payload, and where the message comes from", async () => {
    const told: unknown[] = [];
    const channel = defineChannel({
      name: "desk",
      payload: z.object({ text: z.string(), urgent: z.boolean().default(false) }),
      contract: "repeatable",
      perform: async (payload, { messageId, about }) => told.push(payload, messageId, about),
    });
    const outbox = on(channel);
    await outbox.put(note);
    await outbox.deliver(note.id);
    expect(told).toEqual([{ text: note.payload.text, urgent: false }, note.id, incident]);
  });

  test("tries again as its channel allows, after waits by the clock and under the same key", async () => {
    const desk = createDesk(down, down);
    const outbox = on(keyedChannel(desk, { retry: { attempts: 3, delayMs: minute } }));
    await outbox.put(note);
    const sending = outbox.deliver(note.id);
    for (const attempts of [1, 2]) {
      const until = clock.now() + minute;
      await expect.poll(() => [...clock.waits].map((wait) => wait.until)).toContain(until);
      expect(desk.received).toHaveLength(attempts);
      expect(await outbox.get(note.id)).toMatchObject({
        status: "waiting",
        effect: { failedAttempts: attempts },
      });
      // In steps in which the claim is renewed on the way.
      while (clock.now() < until) await clock.pass(5_000);
    }
    expect(await sending).toMatchObject({ status: "sent", effect: { attempts: 3 } });
    expect(new Set(desk.received.map(({ key }) => key)).size).toBe(1);
  });

  test("gives up when its channel does, and keeps why", async () => {
    const outbox = on(keyedChannel(createDesk(down)));
    await outbox.put(note);
    expect(await outbox.deliver(note.id)).toMatchObject({
      status: "failed",
      effect: { failure: { code: "remote.unavailable" } },
    });
    expect(await log.find({ kind: "message", id: note.id })).toMatchObject({ status: "failed" });
  });

  test("counts a receipt that is not good enough as a failure, and keeps it", async () => {
    const outbox = on({ ...keyedChannel(createDesk()), accept: () => "not the number" });
    await outbox.put(note);
    const message = await outbox.deliver(note.id);
    expect(message).toMatchObject({
      status: "failed",
      effect: { refusal: "not the number", output: { number: 1 } },
    });
    expect(message.receipt).toBeUndefined();
  });

  test("puts a message off when the worker is in trouble, longer each time, and an hour at most", async () => {
    const desk = createDesk(...Array.from({ length: 8 }, () => locked));
    const outbox = on(keyedChannel(desk));
    await outbox.put(note);
    const delays: number[] = [];
    for (let time = 0; time < 8; time += 1) {
      await expect(outbox.deliver(note.id)).rejects.toMatchObject({ code: "auth.rejected" });
      delays.push((await outbox.get(note.id)).dueMs - clock.now());
    }
    expect(delays.map((ms) => ms / minute)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(await outbox.get(note.id)).toMatchObject({
      status: "waiting",
      trouble: { code: "auth.rejected" },
    });
    expect(await outbox.deliver(note.id)).toMatchObject({ status: "sent" });
  });

  test("puts a message off that its channel has taken and takes no more", async () => {
    await on(keyedChannel(createDesk())).put(note);
    const desk = createDesk();
    const stricter = { ...keyedChannel(desk), payload: z.object({ ticket: z.string() }) };
    await expect(on(stricter as Channel).deliver(note.id)).rejects.toMatchObject({
      code: "config.invalid",
      details: { issues: [expect.stringMatching(/^ticket:/)] },
    });
    expect(await typesOf()).toEqual(["message.put", "message.postponed"]);
    expect(desk.received).toEqual([]);
  });

  test("knows no message that nobody put, and no channel of another process", async () => {
    const outbox = on(keyedChannel(createDesk()));
    await expect(outbox.deliver("x")).rejects.toMatchObject({
      code: "run.unknown",
      details: { what: "message/x" },
    });
    await outbox.put(note);
    await expect(on().deliver(note.id)).rejects.toMatchObject({ code: "operation.unsupported" });
    expect(await typesOf()).toEqual(["message.put"]);
  });

  test("leaves a message to the next worker when it is aborted", async () => {
    const stopping = new AbortController();
    const desk = createDesk(() => {
      stopping.abort("the service stops");
      throw stopping.signal.reason;
    });
    const outbox = on(keyedChannel(desk));
    await outbox.put(note);
    const call = { signal: stopping.signal };
    await expect(outbox.deliver(note.id, call)).rejects.toBe("the service stops");
    await expect(outbox.deliver(note.id, call)).rejects.toBe("the service stops");
    expect(await outbox.get(note.id)).toMatchObject({ status: "sending" });
    const claim = await log.claim({ kind: "message", id: note.id }, { worker: "looks on", leaseMs: 1 });
    expect(claim.epoch).toBe(2);
    await log.release(claim);
    expect(await outbox.deliver(note.id)).toMatchObject({ status: "sent", effect: { attempts: 2 } });
  });

  test("writes nothing more when its claim cannot be renewed, whatever the reason", async () => {
    const full = new SpmError("storage.full", "No room.", { path: "log" });
    const channel = defineChannel({
      name: "desk",
      payload: z.object({ text: z.string() }),
      contract: "keyed",
      perform: (_payload, { signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    });
    const outbox = outboxOn({ ...log, renew: () => Promise.reject(full) }, [channel], { clock });
    await outbox.put(note);
    await expect(clock.passUntil(outbox.deliver(note.id))).rejects.toBe(full);
    expect(await typesOf()).toEqual(["message.put", "effect.intended"]);
  });
});

describe("two workers", () => {
  test("send a message once between them", async () => {
    const { promise: asked, resolve: ask } = deferred<void>();
    const { promise: released, resolve: release } = deferred<void>();
    const desk = createDesk();
    const slow: Desk = {
      ...desk,
      async receive(...given) {
        ask();
        await released;
        return desk.receive(...given);
      },
    };
    const [one, two] = [
      on(keyedChannel(slow)),
      outboxOn(log, [keyedChannel(desk)], { clock, worker: "two" }),
    ];
    await one.put(note);
    const sending = one.deliver(note.id);
    await asked;
    await expect(two.deliver(note.id)).rejects.toMatchObject({ code: "claim.held" });
    release();
    expect(await sending).toMatchObject({ status: "sent" });
    expect(desk.received).toHaveLength(1);
  });

  test("never both write: the one that slept through its lease aborts, and writes nothing", async () => {
    const [slept, finished] = [await takeOver(), await takeOver({ id: "incident-7/notify/2" })];
    const [aborted, late] = [slept, finished].map(({ sleeping }) =>
      expect(sleeping).rejects.toMatchObject({ code: "claim.lost" }),
    );
    await slept.sleepersClock.pass(1_000);
    await aborted;
    finished.finish("too late");
    await late;
    for (const id of [note.id, "incident-7/notify/2"]) {
      expect((await log.read({ kind: "message", id })).map(({ type }) => type)).toEqual([
        "message.put",
        "effect.intended",
        "effect.intended",
        "effect.succeeded",
      ]);
    }
  });

  /** Lets a worker fall asleep over a message, and another one send it. */
  async function takeOver({ id }: { readonly id: string } = note) {
    const { promise: begun, resolve: begin } = deferred<void>();
    const { promise: asleep, resolve: finish } = deferred<string>();
    const channel = defineChannel({
      name: "desk",
      payload: z.object({ text: z.string() }),
      contract: "keyed",
      perform: async (_payload, { signal, attempt }) => {
        if (attempt === 2) return "by the successor";
        begin();
        const aborted = new Promise<never>((_, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason)),
        );
        return Promise.race([asleep, aborted]);
      },
    });
    const sleepersClock = createHandClock();
    const sleeper = outboxOn(log, [channel], { clock: sleepersClock, leaseMs: 1_000, worker: "sleeper" });
    await sleeper.put({ ...note, id });
    const sleeping = sleeper.deliver(id);
    await begun;
    await clock.pass(1_001);
    expect(await on(channel).deliver(id)).toMatchObject({ status: "sent", receipt: "by the successor" });
    return { sleeping, sleepersClock, finish };
  }
});

function deferred<Value>() {
  let resolve = (_value: Value): void => undefined;
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: (value: Value) => resolve(value) };
}
