import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createHandClock, type HandClock } from "../../hand-clock-fixture.js";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { defineChannel } from "./channel.js";
import { analyst, createDesk, down, keyedChannel, lost, note, outboxOn } from "./outbox-fixture.js";

const stream = { kind: "message", id: note.id };
const act = { id: note.id, reason: "The load has ended well.", actor: analyst };

let clock: HandClock;
let log: Log;
beforeEach(async () => {
  clock = createHandClock(Date.UTC(2026, 0, 5));
  log = await openSqliteLog({ path: ":memory:", clock });
});
afterEach(() => log.close());

/** A message whose answer was lost, through a channel that nobody can ask. */
async function putInDoubt() {
  const desk = createDesk(lost);
  const channel = defineChannel({
    name: "desk",
    payload: z.object({ text: z.string() }),
    contract: "once",
    onDoubt: { instructions: ["Look into the list of notes."] },
    perform: ({ text }, attempt) => desk.receive(text, attempt),
  });
  const outbox = outboxOn(log, [channel], { clock });
  await outbox.put(note);
  expect(await outbox.deliver(note.id)).toMatchObject({ status: "in-doubt" });
  return { desk, outbox };
}

describe("resolve", () => {
  test("sends again what a person found not to have been sent", async () => {
    const { desk, outbox } = await putInDoubt();
    const absent = { ...act, reason: "Nothing there.", finding: { as: "absent" } } as const;
    expect(await outbox.resolve(absent)).toMatchObject({ status: "waiting" });
    expect(await log.find(stream)).toMatchObject({ dueMs: clock.now() });
    expect(await outbox.deliver(note.id)).toMatchObject({ status: "sent", effect: { attempts: 2 } });
    expect(desk.received).toHaveLength(2);
    expect((await log.read(stream)).find(({ type }) => type === "effect.resolved")).toMatchObject({
      actor: analyst,
      epoch: 0,
      data: { as: "absent", reason: "Nothing there." },
    });
  });

  test("is refused of a message that is not in doubt, and the refusal stands in the log", async () => {
    const outbox = outboxOn(log, [keyedChannel(createDesk())], { clock });
    await outbox.put(note);
    await expect(outbox.resolve({ ...act, finding: { as: "absent" } })).rejects.toMatchObject({
      code: "run.refused",
      details: { issues: ["it is waiting, not in doubt"] },
    });
    expect((await log.read(stream)).at(-1)).toMatchObject({
      type: "act.refused",
      actor: analyst,
      data: { act: "resolve", why: "it is waiting, not in doubt" },
    });
    expect(await outbox.get(note.id)).toMatchObject({ status: "waiting" });
  });
});

describe("cancel", () => {
  test("ends a message that waits: nothing is sent any more", async () => {
    const desk = createDesk();
    const outbox = outboxOn(log, [keyedChannel(desk)], { clock });
    await outbox.put(note);
    expect(await outbox.cancel(act)).toMatchObject({
      status: "cancelled",
      cancellation: { by: analyst, reason: act.reason },
    });
    expect((await log.find(stream))?.dueMs).toBeUndefined();
    expect(await outbox.deliver(note.id)).toMatchObject({ status: "cancelled" });
    expect(await outbox.deliverDue()).toMatchObject({ sent: [] });
    expect(await outbox.put(note)).toMatchObject({ status: "cancelled" });
    expect(desk.received).toEqual([]);
  });

  test("is heard between two attempts, before the next one is begun", async () => {
    const desk = createDesk(down, down);
    const outbox = outboxOn(log, [keyedChannel(desk, { retry: { attempts: 3, delayMs: 1_000 } })], { clock });
    await outbox.put(note);
    const sending = outbox.deliver(note.id);
    const until = clock.now() + 1_000;
    await expect.poll(() => [...clock.waits].map((wait) => wait.until)).toContain(until);
    await outbox.cancel(act);
    await clock.pass(1_000);
    expect(await sending).toMatchObject({ status: "cancelled", effect: { attempts: 1 } });
    expect(desk.received).toHaveLength(1);
    expect(clock.waits.size).toBe(0);
  });

  test("cannot take back what is being sent, may have been, or has been", async () => {
    const { outbox } = await putInDoubt();
    await expect(outbox.cancel(act)).rejects.toThrow(/it may have been sent; resolve it first/);
    await outbox.resolve({ ...act, finding: { as: "happened", receipt: null } });
    await expect(outbox.cancel(act)).rejects.toThrow(/it has ended: sent/);

    const early = outboxOn(log, [keyedChannel(createDesk(() => expect.unreachable()))], { clock });
    const stopped = AbortSignal.abort("the service stops");
    await early.put({ ...note, id: "early" });
    await expect(early.deliver("early", { signal: stopped })).rejects.toBe("the service stops");
    expect(await early.cancel({ ...act, id: "early" })).toMatchObject({ status: "cancelled" });
  });

  test("is refused while an attempt is under way", async () => {
    let cancelling: Promise<unknown> | undefined;
    const channel = defineChannel({
      name: "desk",
      payload: z.object({ text: z.string() }),
      contract: "keyed",
      perform: async () => {
        cancelling = outbox.cancel(act);
        await cancelling.catch(() => undefined);
        return "sent all the same";
      },
    });
    const outbox = outboxOn(log, [channel], { clock });
    await outbox.put(note);
    expect(await outbox.deliver(note.id)).toMatchObject({ status: "sent" });
    await expect(cancelling).rejects.toThrow(/it is being sent/);
  });

  test("needs a reason, and a message", async () => {
    const outbox = outboxOn(log, [keyedChannel(createDesk())], { clock });
    await expect(outbox.cancel({ ...act, reason: " " })).rejects.toMatchObject({ code: "config.invalid" });
    await expect(outbox.cancel(act)).rejects.toMatchObject({ code: "run.unknown" });
  });
});
