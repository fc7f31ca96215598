import { describe, expect, test } from "vitest";
import type { EffectEvent } from "./effect-events.js";
import { createJournal, intent } from "./effect-fixture.js";
import { foldEffect } from "./effect-state.js";

describe("foldEffect", () => {
  test("takes what a person found out", () => {
    const doubt: EffectEvent = {
      type: "effect.in-doubt",
      data: { effectId: "load", attempt: 1, reason: "?" },
    };
    const absent: EffectEvent = {
      type: "effect.resolved",
      data: { effectId: "load", as: "absent", reason: "looked" },
    };
    const happened: EffectEvent = {
      type: "effect.resolved",
      data: { effectId: "load", as: "happened", output: 5, reason: "looked" },
    };
    expect(createJournal([intent, doubt, absent]).state).toMatchObject({ status: "retrying" });
    expect(createJournal([intent, doubt, happened]).state).toMatchObject({
      status: "succeeded",
      output: 5,
      found: true,
    });
  });

  test("knows no outcome without an intent", () => {
    const failed = { effectId: "load", attempt: 1, failure: { code: "x", message: "" }, willRetry: false };
    expect(() => foldEffect(undefined, { type: "effect.failed", data: failed }, 0)).toThrow(TypeError);
  });
});
