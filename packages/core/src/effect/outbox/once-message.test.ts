import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createHandClock, type HandClock } from "../../hand-clock-fixture.js";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import type { Found } from "../effect-contract.js";
import { defineChannel } from "./channel.js";
import { analyst, createDesk, type Desk, lost, note, outboxOn } from "./outbox-fixture.js";

let clock: HandClock;
let log: Log;
beforeEach(async () => {
  clock = createHandClock(Date.UTC(2026, 0, 5));
  log = await openSqliteLog({ path: ":memory:", clock });
});
afterEach(() => log.close());

describe("a channel through which a message goes only once", () => {
  const once = (desk: Desk, found: () => Found<unknown>) =>
    defineChannel({
      name: "desk",
      payload: z.object({ text: z.string() }),
      contract: "once",
      retry: { attempts: 2 },
      perform: ({ text }, attempt): Promise<unknown> => desk.receive(text, attempt),
      find: async () => found(),
    });
  const send = async (desk: Desk, found: () => Found<unknown>) => {
    const outbox = outboxOn(log, [once(desk, found)], { clock });
    await outbox.put(note);
    const message = await clock.passUntil(outbox.deliver(note.id));
    return { outbox, message };
  };

  test("takes the receipt that is found when the answer was lost", async () => {
    const desk = createDesk(lost);
    const { message } = await send(desk, () => ({ state: "happened", output: { number: 41 } }));
    expect(message).toMatchObject({ status: "sent", receipt: { number: 41 }, effect: { found: true } });
    expect(desk.received).toHaveLength(1);
  });

  test("sends again what certainly has not arrived", async () => {
    const desk = createDesk(lost);
    const { message } = await send(desk, () => ({ state: "absent" }));
    expect(message).toMatchObject({ status: "sent", receipt: { number: 2 } });
    expect(desk.received).toHaveLength(2);
  });

  test("waits in doubt for a person when the other side cannot tell", async () => {
    const desk = createDesk(lost);
    const { outbox, message } = await send(desk, () => ({ state: "unknown", reason: "Two look like it." }));
    expect(message).toMatchObject({
      status: "in-doubt",
      effect: { doubt: expect.stringContaining("Two look") },
    });
    expect((await log.find({ kind: "message", id: note.id }))?.dueMs).toBeUndefined();

    const act = { id: note.id, reason: "It is the second one.", actor: analyst };
    await outbox.resolve({ ...act, finding: { as: "happened", receipt: { number: 42 } } });
    expect(await outbox.deliver(note.id)).toMatchObject({ status: "sent", receipt: { number: 42 } });
    expect(desk.received).toHaveLength(1);
  });
});
