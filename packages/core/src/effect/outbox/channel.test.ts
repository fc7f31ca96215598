import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineChannel } from "./channel.js";
import { createOutbox } from "./outbox.js";
import type { NewMessage } from "./put-message.js";

const payload = z.strictObject({ text: z.string() });

describe("defineChannel", () => {
  test("gives the function that sends the payload as its schema makes it", () => {
    const channel = defineChannel({
      name: "mail",
      payload: z.object({ at: z.iso.date().transform((date) => new Date(date)) }),
      contract: "repeatable",
      perform: async ({ at }) => at.getTime(),
      accept: (sentAt) => (sentAt > 0 ? undefined : "too old"),
    });
    const message: NewMessage<typeof channel> = { id: "1", channel: "mail", payload: { at: "2026-01-05" } };
    expect(message.channel).toBe(channel.name);
    // @ts-expect-error the payload is a text, as it is put
    const wrong: NewMessage<typeof channel> = { id: "1", channel: "mail", payload: { at: new Date(0) } };
    expect(wrong).toBeDefined();
  });

  test("refuses what cannot work, all of it at once", () => {
    const declare = () =>
      defineChannel({
        name: "The Desk",
        payload,
        contract: "keyed",
        retry: { attempts: 0 },
        timeoutMs: -1,
        perform: async () => null,
      });
    expect(declare).toThrow(/the channel The Desk/);
    expect(declare).toThrow(
      expect.objectContaining({
        code: "config.invalid",
        details: {
          issues: [
            expect.stringMatching(/^name: lower-case/),
            expect.stringMatching(/^timeoutMs:/),
            expect.stringMatching(/^retry\.attempts:/),
          ],
        },
      }),
    );
  });

  test("wants to know of what is sent only once how to find out", () => {
    const once = { name: "desk", payload, contract: "once", perform: async () => 1 } as const;
    // @ts-expect-error neither `find` nor instructions
    expect(() => defineChannel(once)).toThrow(/onDoubt: say how a person finds out/);
    expect(defineChannel({ ...once, onDoubt: { instructions: ["Look."] } }).name).toBe("desk");
    expect(defineChannel({ ...once, find: async () => ({ state: "absent" }) }).name).toBe("desk");
  });
});

describe("createOutbox", () => {
  test("refuses two channels of one name", () => {
    const channel = defineChannel({ name: "desk", payload, contract: "keyed", perform: async () => 1 });
    expect(() =>
      createOutbox({ log: { ...expect.anything() }, channels: [channel, channel], worker: "one" }),
    ).toThrow(/desk is declared twice/);
  });
});
