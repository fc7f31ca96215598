import { describe, expect, test } from "vitest";
import type { Standing } from "../standing/standing.js";
import { afterTelling, type Telling, type ToldStanding, tellStanding } from "./tell-standing.js";

const subject = { probeId: "portal", title: "The portal", environment: "production" };
const nothing: ToldStanding = { down: false, warning: false };

function telling(
  state: Standing["state"],
  changes: Partial<Telling> & { readonly flapping?: boolean } = {},
): Telling {
  const { flapping = false, ...rest } = changes;
  const standing = {
    state,
    sinceMs: 1_000,
    recent: [],
    wasDown: false,
    changedAt: [1, 2],
    flapping,
    lastLookMs: 9_000,
  };
  const look = { state, checkedAt: 9_000, detail: "it answers" };
  return { standing, look, inMaintenance: false, inService: true, ...rest };
}

describe("tellStanding", () => {
  test("tells an outage once, with its true beginning, and its end", () => {
    const [raised, ...more] = tellStanding(subject, nothing, telling("down"));
    expect(raised).toEqual({
      key: "availability:portal",
      state: "raised",
      kind: "down",
      severity: "critical",
      environment: "production",
      subject: "The portal",
      at: 1_000,
      explanation: "The portal is down since 1970-01-01T00:00:01Z: it answers.",
    });
    expect(more).toEqual([]);
    const told = afterTelling(nothing, raised === undefined ? [] : [raised]);
    expect(tellStanding(subject, told, telling("down"))).toEqual([]);
    expect(tellStanding(subject, told, telling("unknown"))).toEqual([]);
    const cleared = tellStanding(subject, told, telling("up"));
    expect(cleared).toMatchObject([{ state: "cleared", key: "availability:portal", at: 1_000 }]);
    expect(afterTelling(told, cleared)).toEqual(nothing);
  });

  test("compares what was before maintenance with what is after it", () => {
    const inMaintenance = true;
    expect(tellStanding(subject, nothing, telling("down", { inMaintenance }))).toEqual([]);
    expect(tellStanding(subject, { down: true, warning: false }, telling("up", { inMaintenance }))).toEqual(
      [],
    );
    expect(tellStanding(subject, nothing, telling("up"))).toEqual([]);
    expect(tellStanding(subject, { down: true, warning: false }, telling("down"))).toEqual([]);
    expect(tellStanding(subject, { down: true, warning: false }, telling("up"))).toHaveLength(1);
    expect(tellStanding(subject, nothing, telling("down"))).toHaveLength(1);
  });

  test("tells flapping as one thing until it has come to rest", () => {
    const [raised] = tellStanding(subject, nothing, telling("up", { flapping: true }));
    expect(raised).toMatchObject({
      state: "raised",
      explanation: expect.stringContaining("goes up and down"),
    });
    const told = { down: true, warning: false };
    expect(tellStanding(subject, told, telling("up", { flapping: true }))).toEqual([]);
    expect(tellStanding(subject, told, telling("up"))).toHaveLength(1);
  });

  test("is a warning out of service hours", () => {
    const [raised] = tellStanding(subject, nothing, telling("down", { inService: false }));
    expect(raised?.severity).toBe("warning");
  });

  test("tells what a good look warns of, and when that is over", () => {
    const look = { state: "up", checkedAt: 9_000, detail: "fine", warning: "ends in 20 days" } as const;
    const warned = tellStanding(subject, nothing, telling("up", { look }));
    expect(warned).toMatchObject([{ key: "availability:portal:warning", kind: "rule", severity: "warning" }]);
    const told = afterTelling(nothing, warned);
    expect(tellStanding(subject, told, telling("up", { look }))).toEqual([]);
    expect(tellStanding(subject, told, telling("up"))).toMatchObject([{ state: "cleared" }]);
  });
});
