import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createRedactor } from "../redact.js";
import type { Log } from "./log.js";
import { openSqliteLog } from "./sqlite/sqlite-log.js";
import { foldStream, openStream } from "./stream.js";
import { defineStreamKind } from "./stream-kind.js";

interface Note {
  readonly lines: readonly string[];
  readonly closed: boolean;
}

/** A kind of stream as any package may declare one. */
const noteKind = defineStreamKind({
  name: "note",
  events: { "line.added": z.object({ text: z.string() }), "note.closed": z.object({}) },
  fold: (note: Note = { lines: [], closed: false }, event) =>
    event.type === "note.closed"
      ? { ...note, closed: true }
      : { ...note, lines: [...note.lines, event.data.text] },
  index: ({ closed, lines }) => ({ status: closed ? "closed" : "open", subject: lines[0] ?? "empty" }),
});

const analyst = { kind: "person", id: "analyst" } as const;
const id = { kind: "note", id: "1" };
const line = (text: string) => ({ type: "line.added", data: { text } }) as const;
const closing = { type: "note.closed", data: {} } as const;

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
});
afterEach(() => log.close());

/** How often a stream asked the log to append, and how often it did. */
async function countAppends(work: () => Promise<unknown>) {
  const counts = { asked: 0, kept: 0 };
  const { append } = log;
  log.append = async (...parameters) => {
    counts.asked += 1;
    const kept = await append(...parameters);
    counts.kept += 1;
    return kept;
  };
  await work();
  log.append = append;
  return counts;
}

const open = (redactor = createRedactor()) => openStream(log, noteKind, "1", { actor: analyst, redactor });

describe("openStream", () => {
  test("opens a stream that has no event yet; it begins with the first", async () => {
    const note = await open();
    expect([note.id, note.seq, note.state]).toEqual(["1", 0, undefined]);
    expect(await log.find(id)).toBeUndefined();
    await note.append((state) => (state === undefined ? [line("a"), line("b")] : []));
    expect([note.seq, note.state]).toEqual([2, { lines: ["a", "b"], closed: false }]);
  });

  test("folds what is kept, with who wrote it, and shows in lists what the kind says of it", async () => {
    await (await open()).append(() => [line("orders"), closing]);
    expect((await open()).state).toEqual({ lines: ["orders"], closed: true });
    expect(await log.find(id)).toMatchObject({ status: "closed", subject: "orders", head: { seq: 2 } });
    expect((await log.read(id)).map(({ actor, type }) => [actor, type])).toEqual([
      [analyst, "line.added"],
      [analyst, "note.closed"],
    ]);
  });

  test("sees what others appended only when it looks again", async () => {
    const [mine, theirs] = [await open(), await open()];
    await theirs.append(() => [line("theirs")]);
    expect(mine.state).toBeUndefined();
    expect(await mine.refresh()).toEqual({ lines: ["theirs"], closed: false });
    expect(mine.seq).toBe(1);
  });

  test("asks the rule again on the newer state when somebody else appended first", async () => {
    const [mine, theirs] = [await open(), await open()];
    await theirs.append(() => [line("theirs")]);
    const asked: (Note | undefined)[] = [];
    await mine.append((state) => {
      asked.push(state);
      return [line(`after ${state?.lines.length ?? 0}`)];
    });
    expect(asked).toEqual([undefined, { lines: ["theirs"], closed: false }]);
    expect(mine.state?.lines).toEqual(["theirs", "after 1"]);
  });

  test("lets a rule hold that must hold only once, whoever is first", async () => {
    const notes = await Promise.all(Array.from({ length: 5 }, () => open()));
    await Promise.all(
      notes.map((note) => note.append((state) => (state === undefined ? [line("the only")] : []))),
    );
    expect(await log.read(id)).toHaveLength(1);
  });

  test("appends nothing when the rule decides nothing", async () => {
    const note = await open();
    expect(await note.append(() => [])).toBeUndefined();
    expect(await log.find(id)).toBeUndefined();
  });

  test("leaves the log as it was when the rule throws or an event does not fit", async () => {
    const note = await open();
    const refusal = new RangeError("not now");
    await expect(
      note.append(() => {
        throw refusal;
      }),
    ).rejects.toBe(refusal);
    // @ts-expect-error a line is a text
    await expect(note.append(() => [{ type: "line.added", data: { text: 5 } }])).rejects.toThrow(z.ZodError);
    expect(await log.read(id)).toEqual([]);
  });

  test("takes secrets out before the write, so that the chain holds over what is kept", async () => {
    const redactor = createRedactor();
    redactor.addSecret("canary");
    const note = await open(redactor);
    await note.append(() => [line("the canary sings")]);
    expect(note.state?.lines).toEqual(["the [redacted] sings"]);
    expect((await log.read(id))[0]?.data).toEqual({ text: "the [redacted] sings" });
    expect((await log.find(id))?.subject).toBe("the [redacted] sings");
  });

  test("writes under a claim, and writes nothing when it is lost", async () => {
    const note = await open();
    await note.append(() => [line("a")]);
    const claim = await log.claim(id, { worker: "one", leaseMs: 60_000 });
    await note.append(() => [line("b")], { claim });
    expect((await log.read(id)).map(({ epoch }) => epoch)).toEqual([0, 1]);
    await log.release(claim);
    await expect(note.append(() => [line("c")], { claim })).rejects.toMatchObject({ code: "claim.lost" });
    expect(note.seq).toBe(2);
  });

  test("asks several rules in turn, each on the state to which the one before leads, and writes once", async () => {
    const [mine, theirs] = [await open(), await open()];
    await theirs.append(() => [line("theirs")]);
    const seen: (readonly string[] | undefined)[] = [];
    const addLine = (text: string) => (note: Note | undefined) => {
      seen.push(note?.lines);
      return [line(text)];
    };
    const writes = await countAppends(() =>
      mine.append([addLine("a"), () => [], addLine("b"), () => [closing]]),
    );
    expect(mine.state).toEqual({ lines: ["theirs", "a", "b"], closed: true });
    // Somebody else had appended first, so all rules were asked again.
    expect(seen).toEqual([undefined, ["a"], ["theirs"], ["theirs", "a"]]);
    expect(writes).toEqual({ asked: 2, kept: 1 });
    expect(await log.find(id)).toMatchObject({ status: "closed", head: { seq: 4 } });
    expect((await open()).state).toEqual(mine.state);
  });

  test("writes nothing of several rules when one of them refuses", async () => {
    const note = await open();
    const refusal = new RangeError("not now");
    const refuse = () => {
      throw refusal;
    };
    await expect(note.append([() => [line("a")], refuse])).rejects.toBe(refusal);
    expect(await log.read(id)).toEqual([]);
  });

  test("gives its claim back with what it appends, and also with nothing", async () => {
    const note = await open();
    for (const decided of [[line("a")], []]) {
      const claim = await note.appendClaiming(() => [line("begun")], { worker: "one", leaseMs: 60_000 });
      await note.append(() => decided, { claim, release: true });
      await expect(note.append(() => [line("late")], { claim })).rejects.toMatchObject({
        code: "claim.lost",
      });
    }
    expect(note.state?.lines).toEqual(["begun", "a", "begun"]);
  });

  test("begins under a claim, on the latest state, and claims also when there is nothing to append", async () => {
    const [mine, theirs] = [await open(), await open()];
    await theirs.append(() => [line("theirs")]);
    const request = { worker: "one", leaseMs: 60_000 };
    const claim = await mine.appendClaiming((note) => [line(`after ${note?.lines.length ?? 0}`)], request);
    expect(mine.state?.lines).toEqual(["theirs", "after 1"]);
    expect((await log.read(id)).map(({ epoch }) => epoch)).toEqual([0, claim.epoch]);
    await expect(theirs.appendClaiming(() => [], request)).rejects.toMatchObject({ code: "claim.held" });
    await log.release(claim);
    expect((await theirs.appendClaiming(() => [], request)).epoch).toBe(claim.epoch + 1);
    expect(await log.read(id)).toHaveLength(2);
  });

  test("folds what it has kept as everybody else reads it: with its time, its claim and its defaults", async () => {
    const heardKind = defineStreamKind({
      name: "heard",
      events: { heard: z.object({ text: z.string(), loud: z.boolean().default(true) }) },
      fold: (heard: readonly unknown[] = [], { data, at, epoch, seq }) => [
        ...heard,
        { ...data, at, epoch, seq },
      ],
      index: () => ({ status: "open", subject: "x" }),
    });
    const openHeard = () => openStream(log, heardKind, "1", { actor: analyst, redactor: createRedactor() });
    const mine = await openHeard();
    const heard = { type: "heard", data: { text: "a", loud: false } } as const;
    const claim = await mine.appendClaiming([() => [heard], () => [heard, heard]], {
      worker: "one",
      leaseMs: 60_000,
    });
    await mine.append(() => [heard], { claim });
    expect(mine.state).toEqual((await openHeard()).state);
    expect(mine.state).toMatchObject([{ seq: 1, epoch: 1 }, { seq: 2 }, { seq: 3 }, { seq: 4, epoch: 1 }]);
  });

  test("calls an event damage that its kind cannot read", async () => {
    const event = { type: "note.burnt", actor: analyst, data: {} };
    await log.append(id, { events: [event], expectedSeq: 0, index: { status: "open", subject: "x" } });
    await expect(open()).rejects.toMatchObject({
      code: "log.damaged",
      details: { stream: "note/1", seq: 1 },
    });
  });

  test("calls a kind without a state a misuse", async () => {
    const empty = defineStreamKind({
      name: "empty",
      events: { nothing: z.object({}) },
      fold: () => undefined,
      index: () => ({ status: "open", subject: "x" }),
    });
    const stream = await openStream(log, empty, "1", { actor: analyst, redactor: createRedactor() });
    await expect(stream.append(() => [{ type: "nothing", data: {} }])).rejects.toThrow(TypeError);
  });
});

describe("foldStream", () => {
  test("gives the state that kept events add up to, and none for none", async () => {
    await (await open()).append(() => [line("a"), closing]);
    expect(foldStream(noteKind, await log.read(id))).toEqual({ lines: ["a"], closed: true });
    expect(foldStream(noteKind, [])).toBeUndefined();
  });
});
