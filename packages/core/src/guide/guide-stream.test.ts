import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Log } from "../log/log.js";
import { openSqliteLog } from "../log/sqlite/sqlite-log.js";
import { foldStream } from "../log/stream.js";
import { createRedactor } from "../redact.js";
import { defineGuide } from "./guide.js";
import { guideKind, publishGuide } from "./guide-stream.js";
import { defineProcedure } from "./procedure.js";

const writing = { actor: { kind: "service", id: "worker one" }, redactor: createRedactor() } as const;

const guideCalled = (title: string) =>
  defineGuide({
    title,
    client: "Example",
    procedures: [
      defineProcedure({ id: "count", title: "Count", input: z.object({}) }).step("count", {
        title: "Count",
        instructions: ["Count by hand."],
        effect: "repeatable",
        run: () => 3,
      }),
    ],
  });

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
});
afterEach(() => log.close());

describe("publishGuide", () => {
  test("keeps a version under its hash, once, whoever publishes it and how often", async () => {
    const guide = guideCalled("Operations Guide");
    await publishGuide(log, guide, writing);
    await publishGuide(log, guide, writing);
    await Promise.all([publishGuide(log, guide, writing), publishGuide(log, guide, writing)]);
    const events = await log.read({ kind: "guide", id: guide.hash });
    expect(events).toHaveLength(1);
    expect(foldStream(guideKind, events)).toEqual(guide.document);
    expect(await log.find({ kind: "guide", id: guide.hash })).toMatchObject({
      status: "published",
      subject: "Example",
    });
  });

  test("keeps a guide whose input has a field called password as it is, and refuses one that holds a secret", async () => {
    const redactor = createRedactor();
    const step = { title: "Ask", instructions: ["Ask."], effect: "repeatable", run: () => 3 } as const;
    const input = z.object({ password: z.string() });
    const guide = defineGuide({
      title: "Guide",
      client: "Example",
      procedures: [defineProcedure({ id: "ask", title: "Ask", input }).step("ask", step)],
    });
    await publishGuide(log, guide, { ...writing, redactor });
    const kept = foldStream(guideKind, await log.read({ kind: "guide", id: guide.hash }));
    expect(kept).toEqual(guide.document);

    redactor.addSecret("hunter2");
    await expect(publishGuide(log, guideCalled("hunter2"), { ...writing, redactor })).rejects.toMatchObject({
      code: "config.invalid",
      message: expect.not.stringContaining("hunter2"),
    });
  });

  test("keeps every version beside the others", async () => {
    const [old, current] = [guideCalled("Guide of 2025"), guideCalled("Guide of 2026")];
    await publishGuide(log, old, writing);
    await publishGuide(log, current, writing);
    for (const guide of [old, current]) {
      const kept = foldStream(guideKind, await log.read({ kind: "guide", id: guide.hash }));
      expect(kept?.title).toBe(guide.document.title);
    }
  });
});
