import { describe, expect, test } from "vitest";
import { decideMove, LOOKS_TO_BELIEVE, type MoveDecision, type MoveEnd } from "./move-decision.js";

const ends: readonly MoveEnd[] = ["absent", "same", "other", "unknown"];

describe("decideMove", () => {
  test.each<readonly [MoveEnd, MoveEnd, MoveDecision, string]>([
    ["same", "absent", "rename", "not done yet"],
    ["absent", "same", "done", "done"],
    ["other", "same", "done", "done, and delivered again"],
    ["same", "same", "remove-twin", "half done"],
    ["same", "other", "next-name", "a stranger has our name"],
    [
      "absent",
      "other",
      "next-name",
      "a stranger has our name; an earlier call may have finished at the next",
    ],
    ["other", "other", "next-name", "the same, and delivered again"],
    ["other", "absent", "supersede", "replaced before the move"],
    ["absent", "absent", "look-again", "gone, or the server is behind"],
  ])("source %s, target %s: %s (%s)", (source, target, decision) => {
    expect(decideMove({ source, target, sent: false, looks: 1, mayBeReplaced: false })).toBe(decision);
  });

  test("restores only after several looks that found nothing at both ends", () => {
    const nothing = { source: "absent", target: "absent", sent: false, mayBeReplaced: false } as const;
    expect(decideMove({ ...nothing, looks: LOOKS_TO_BELIEVE - 1 })).toBe("look-again");
    expect(decideMove({ ...nothing, looks: LOOKS_TO_BELIEVE })).toBe("restore");
  });

  test("brings nothing to a name onto which the server may still move something else", () => {
    const late = { target: "absent", sent: true, looks: LOOKS_TO_BELIEVE, mayBeReplaced: true } as const;
    expect(decideMove({ ...late, source: "other" })).toBe("leave-name");
    expect(decideMove({ ...late, source: "absent" })).toBe("leave-name");
    expect(decideMove({ ...late, source: "same" })).toBe("rename");
  });

  test("does not take our own half-copied file for a stranger's, and asks a person when it stays wrong", () => {
    for (const source of ["absent", "same", "other"] as const) {
      const moved = { source, target: "other", sent: true, mayBeReplaced: false } as const;
      expect(decideMove({ ...moved, looks: LOOKS_TO_BELIEVE - 1 })).toBe("look-again");
      expect(decideMove({ ...moved, looks: LOOKS_TO_BELIEVE })).toBe("ambiguous");
    }
  });

  test("never acts on an end that it does not know", () => {
    for (const end of ends) {
      for (const sent of [true, false]) {
        expect(decideMove({ source: "unknown", target: end, sent, looks: 99, mayBeReplaced: true })).toBe(
          "look-again",
        );
        expect(decideMove({ source: end, target: "unknown", sent, looks: 99, mayBeReplaced: true })).toBe(
          "look-again",
        );
      }
    }
  });
});
