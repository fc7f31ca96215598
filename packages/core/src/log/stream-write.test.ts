import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createRedactor } from "../redact.js";
import type { Log } from "./log.js";
import { analyst, noteKind, write } from "./seal-fixture.js";
import { openSqliteLog } from "./sqlite/sqlite-log.js";
import { openStream } from "./stream.js";
import { toStreamWrite } from "./stream-write.js";

const redactor = createRedactor();
const writing = { actor: analyst, redactor };
const line = (text: string) => ({ type: "line.added", data: { text } }) as const;
const closing = { type: "note.closed", data: {} } as const;

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
});
afterEach(() => log.close());

const linesOf = async (id: string) => (await openStream(log, noteKind, id, writing)).state;

describe("toStreamWrite", () => {
  test("begins streams together", async () => {
    const parts = ["a", "b"].map((id) =>
      toStreamWrite(noteKind, { id, events: [line(id), closing] }, writing),
    );
    await log.appendAll(parts);
    expect(await linesOf("a")).toEqual(["closed", "a"]);
    expect(await log.find({ kind: "note", id: "b" })).toMatchObject({ status: "closed", head: { seq: 2 } });
  });

  test("goes on from a stream as it was seen, and is refused when somebody else was first", async () => {
    await write(log, "a", ["first"]);
    const seen = await openStream(log, noteKind, "a", writing);
    const closed = toStreamWrite(noteKind, { id: "a", events: [closing], after: seen }, writing);
    expect(closed).toMatchObject({ expectedSeq: 1, index: { status: "closed" } });
    await write(log, "a", ["second"]);
    const other = toStreamWrite(noteKind, { id: "b", events: [line("b")] }, writing);
    await expect(log.appendAll([other, closed])).rejects.toMatchObject({ code: "log.conflict" });
    expect(await linesOf("b")).toBeUndefined();

    await seen.refresh();
    await log.appendAll([
      other,
      toStreamWrite(noteKind, { id: "a", events: [closing], after: seen }, writing),
    ]);
    expect(await linesOf("a")).toEqual(["closed", "first", "second"]);
  });

  test("takes secrets out, and refuses what does not fit its kind", () => {
    const canary = createRedactor();
    canary.addSecret("canary");
    const { events } = toStreamWrite(
      noteKind,
      { id: "a", events: [line("the canary")] },
      { actor: analyst, redactor: canary },
    );
    expect(events).toEqual([{ type: "line.added", actor: analyst, data: { text: "the [redacted]" } }]);
    // @ts-expect-error a line is a text
    expect(() => toStreamWrite(noteKind, { id: "a", events: [line(5)] }, writing)).toThrow(z.ZodError);
    expect(() =>
      toStreamWrite(noteKind, { id: "canary", events: [line("a")] }, { actor: analyst, redactor: canary }),
    ).toThrow(/^Nothing is kept under such a name: note id/);
  });

  test("calls a write of nothing a misuse", () => {
    expect(() => toStreamWrite(noteKind, { id: "a", events: [] }, writing)).toThrow(TypeError);
  });
});
