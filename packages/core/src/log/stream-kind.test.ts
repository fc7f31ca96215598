import { describe, expect, test } from "vitest";
import { z } from "zod";
import { linkEvent } from "./hash-chain.js";
import { defineStreamKind, readEvent, writeEventData } from "./stream-kind.js";

const noteKind = defineStreamKind({
  name: "note",
  events: { "note.written": z.object({ text: z.string().min(1), pages: z.int().default(1) }) },
  fold: (_state: string | undefined, { data }) => data.text,
  index: () => ({ status: "open", subject: "notes" }),
});

function kept(type: string, data: Parameters<typeof linkEvent>[2]["data"]) {
  const actor = { kind: "person", id: "analyst" } as const;
  return linkEvent({ kind: "note", id: "1" }, { seq: 6, hash: "" }, { type, actor, data, at: 5, epoch: 2 });
}

describe("readEvent", () => {
  test("reads the data by the schema of its type, and keeps when, by whom and under which claim", () => {
    expect(readEvent(noteKind, kept("note.written", { text: "call the desk" }))).toMatchObject({
      type: "note.written",
      data: { text: "call the desk", pages: 1 },
      seq: 7,
      at: 5,
      epoch: 2,
      actor: { id: "analyst" },
    });
  });

  test.each([
    ["of an unknown type", "note.burnt", { text: "x" }, "of the unknown type note.burnt"],
    ["of a type that every object has", "toString", { text: "x" }, "of the unknown type toString"],
    ["with data of another shape", "note.written", { text: 5 }, "text:"],
    ["without data", "note.written", null, "expected object"],
  ])("calls an event damage that is %s", (_what, type, data, why) => {
    expect(() => readEvent(noteKind, kept(type, data))).toThrow(
      expect.objectContaining({
        code: "log.damaged",
        message: expect.stringContaining(why),
        details: { stream: "note/1", seq: 7 },
      }),
    );
  });
});

describe("writeEventData", () => {
  test("writes what the schema makes of it, as JSON", () => {
    expect(writeEventData(noteKind, { type: "note.written", data: { text: "x", pages: 2 } })).toEqual({
      text: "x",
      pages: 2,
    });
  });

  test("refuses data that could not be read again, before it is kept", () => {
    expect(() => writeEventData(noteKind, { type: "note.written", data: { text: "", pages: 1 } })).toThrow(
      z.ZodError,
    );
  });

  test("calls an event that the kind does not have a misuse", () => {
    // @ts-expect-error the kind has no such event
    expect(() => writeEventData(noteKind, { type: "note.burnt", data: {} })).toThrow(TypeError);
  });
});
