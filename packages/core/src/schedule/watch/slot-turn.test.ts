import { describe, expect, test } from "vitest";
import { slotTurn } from "./slot-turn.js";

describe("slotTurn", () => {
  test("a slot with nothing ahead runs under every policy", () => {
    for (const policy of ["skip", "queue-one", "queue-all", "allow"] as const) {
      expect(slotTurn(policy, [])).toBe("now");
    }
  });

  test.each([
    ["skip", ["never", "never"]],
    ["queue-one", ["later", "never"]],
    ["queue-all", ["later", "later"]],
    ["allow", ["now", "now"]],
  ] as const)("%s with one run ahead, and with one and a waiting slot: %s", (policy, turns) => {
    expect([slotTurn(policy, ["a"]), slotTurn(policy, ["a", "b"])]).toEqual(turns);
  });
});
