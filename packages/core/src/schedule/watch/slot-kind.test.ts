import { describe, expect, test } from "vitest";
import { openSqliteLog } from "../../log/sqlite/sqlite-log.js";
import { openStream } from "../../log/stream.js";
import { createRedactor } from "../../redact.js";
import { analyst } from "./slot-fixture.js";
import { slotKind } from "./slot-kind.js";

const slot = {
  scheduleId: "s",
  nominal: "2026-01-05T10:00",
  zone: "UTC",
  instantMs: 0,
  movedBy: [],
  guideHash: "h",
};

const openSlot = async () => {
  const log = await openSqliteLog({ path: ":memory:" });
  const stream = await openStream(log, slotKind, "s@1", { actor: analyst, redactor: createRedactor() });
  return { stream, [Symbol.asyncDispose]: () => log.close() };
};

describe("slotKind", () => {
  test("refuses a second outcome", async () => {
    await using opened = await openSlot();
    await opened.stream.append(() => [{ type: "slot.missed", data: slot }]);
    const second = opened.stream.append(() => [{ type: "slot.ran", data: { ...slot, runId: "r" } }]);
    await expect(second).rejects.toThrow("slot.ran of s@1, which has its outcome: missed");
    expect(await opened.stream.refresh()).toMatchObject({ status: "missed" });
  });

  test("begins with no refused act", async () => {
    await using opened = await openSlot();
    const refused = { type: "act.refused", data: { act: "run", why: "no" } } as const;
    await expect(opened.stream.append(() => [refused])).rejects.toThrow(TypeError);
  });

  test("goes from the question by the queue to the outcome, and keeps what was in its way", async () => {
    await using opened = await openSlot();
    await opened.stream.append(() => [{ type: "slot.asked", data: slot }]);
    await opened.stream.append(() => [
      { type: "slot.queued", data: { ...slot, behind: "r0", reason: "Needed." } },
    ]);
    const state = await opened.stream.append(() => [{ type: "slot.late", data: { ...slot, runId: "r1" } }]);
    expect(state).toMatchObject({
      status: "late",
      runId: "r1",
      behind: "r0",
      decision: { by: analyst, reason: "Needed." },
    });
  });
});
