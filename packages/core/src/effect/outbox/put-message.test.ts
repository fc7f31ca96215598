import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Log } from "../../log/log.js";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { createRedactor } from "../../redact.js";
import { createFakeClock } from "../../testing/fake-clock.js";
import type { Channel } from "./channel.js";
import { analyst, createDesk, incident, keyedChannel, note, outboxOn } from "./outbox-fixture.js";

const clock = createFakeClock();
const stream = { kind: "message", id: note.id };

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:", clock });
});
afterEach(() => log.close());

describe("put", () => {
  test("keeps what is to be sent, through what and from where, and sends nothing yet", async () => {
    const desk = createDesk();
    const outbox = outboxOn(log, [keyedChannel(desk)], { clock });
    const message = await outbox.put({ ...note, actor: analyst });
    expect(message).toEqual({
      ...note,
      status: "waiting",
      putAt: clock.now(),
      putBy: analyst,
      dueMs: clock.now(),
      postponements: 0,
    });
    expect(await log.find(stream)).toMatchObject({ status: "waiting", subject: "desk", dueMs: clock.now() });
    expect(await outbox.get(note.id)).toEqual(message);
    expect(desk.received).toEqual([]);
  });

  test("puts once what is put twice, whoever is first", async () => {
    const outboxes = Array.from({ length: 4 }, () => outboxOn(log, [keyedChannel(createDesk())], { clock }));
    await Promise.all(outboxes.map((outbox) => outbox.put(note)));
    expect(await log.read(stream)).toHaveLength(1);
  });

  test("refuses something else under an id that is taken", async () => {
    const outbox = outboxOn(log, [keyedChannel(createDesk())]);
    await outbox.put(note);
    for (const other of [
      { ...note, payload: { text: "The load is early." } },
      { ...note, about: { ...incident, id: "8" } },
    ]) {
      await expect(outbox.put(other)).rejects.toMatchObject({
        code: "run.refused",
        message: expect.stringContaining("put already"),
      });
    }
    expect(await log.read(stream)).toHaveLength(1);
  });

  test("refuses a payload that does not fit its channel, with all that is wrong, and keeps nothing", async () => {
    const outbox = outboxOn(log, [keyedChannel(createDesk())]);
    // @ts-expect-error the payload of a desk
    await expect(outbox.put({ ...note, payload: { text: "", urgent: 1 } })).rejects.toMatchObject({
      code: "run.refused",
      details: { issues: [expect.stringMatching(/^text:/), expect.stringMatching(/^urgent:/)] },
    });
    // @ts-expect-error a text is no number
    await expect(outbox.put({ ...note, payload: { text: Number.NaN } })).rejects.toMatchObject({
      code: "json.invalid",
    });
    expect(await outbox.find(note.id)).toBeUndefined();
    await expect(outbox.get(note.id)).rejects.toMatchObject({ code: "run.unknown" });
  });

  test("refuses a channel that is not there", async () => {
    const outbox = outboxOn(log, [keyedChannel(createDesk())]);
    // @ts-expect-error there is no pager
    await expect(outbox.put({ ...note, channel: "pager" })).rejects.toMatchObject({
      code: "operation.unsupported",
      message: "There is no channel pager here; there is desk.",
    });
  });

  test("keeps no secret, and finds the same message again once it is known as one", async () => {
    const redactor = createRedactor();
    const outbox = outboxOn(log, [keyedChannel(createDesk())], { redactor });
    const secret = { ...note, payload: { text: "canary-1 and canary-2" } };
    redactor.addSecret("canary-1");
    expect((await outbox.put(secret)).payload).toEqual({ text: "[redacted] and canary-2" });
    expect(JSON.stringify(await log.read(stream))).not.toContain("canary-1");
    redactor.addSecret("canary-2");
    await outbox.put(secret);
    expect(await log.read(stream)).toHaveLength(1);
  });

  test("refuses at once what would no longer fit without its secrets", async () => {
    const redactor = createRedactor();
    redactor.addSecret("4711-0815");
    const channel = {
      ...keyedChannel(createDesk()),
      payload: z.object({ text: z.string().regex(/^[0-9]/) }),
    };
    const outbox = outboxOn<Channel>(log, [channel as Channel], { redactor });
    await expect(outbox.put({ ...note, payload: { text: "4711-0815" } })).rejects.toMatchObject({
      code: "run.refused",
      message: expect.not.stringContaining("4711"),
    });
  });
});

describe("toWrite", () => {
  const opened = {
    stream: incident,
    events: [{ type: "incident.opened", actor: analyst, data: {} }],
    expectedSeq: 0,
    index: { status: "open", subject: "load" },
  };

  test("puts a message in the same write as what it tells of", async () => {
    const outbox = outboxOn(log, [keyedChannel(createDesk())], { clock });
    await log.appendAll([opened, outbox.toWrite(note)]);
    expect(await log.read(incident)).toHaveLength(1);
    expect(await outbox.get(note.id)).toMatchObject({ status: "waiting", about: incident });
    expect(await outbox.put(note)).toMatchObject({ status: "waiting" });
  });

  test("leaves the other stream as it was when the message was put already", async () => {
    const outbox = outboxOn(log, [keyedChannel(createDesk())]);
    await outbox.put(note);
    await expect(log.appendAll([opened, outbox.toWrite(note)])).rejects.toMatchObject({
      code: "log.conflict",
    });
    expect(await log.read(incident)).toEqual([]);
  });

  test("refuses a payload before anything is written", () => {
    const outbox = outboxOn(log, [keyedChannel(createDesk())]);
    // @ts-expect-error a text is missing
    expect(() => outbox.toWrite({ ...note, payload: {} })).toThrow(/^The payload does not fit desk: text:/);
  });
});

describe("list", () => {
  test("finds messages by channel and status, without those whose data has expired", async () => {
    const outbox = outboxOn(log, [keyedChannel(createDesk())]);
    for (const id of ["a", "b", "c"]) await outbox.put({ ...note, id });
    await outbox.deliver("b");
    await outbox.deliver("c");
    await log.expire({ kind: "message", id: "c" }, { expectedSeq: 3, actor: analyst, reason: "old" });
    const ids = async (query: Parameters<typeof outbox.list>[0]) => {
      const found: string[] = [];
      for await (const { id } of outbox.list(query)) found.push(id);
      return found;
    };
    expect(await ids({})).toEqual(["a", "b"]);
    expect(await ids({ status: ["sent"] })).toEqual(["b"]);
    expect(await ids({ channel: "pager" })).toEqual([]);
    expect(await ids({ first: "newest", limit: 1 })).not.toEqual(["a"]);
    await expect(outbox.get("c")).rejects.toMatchObject({ code: "log.expired" });
  });
});
