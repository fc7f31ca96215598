import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { toEditScript } from "./edit-script.js";

describe("toEditScript", () => {
  test("keeps as much as it can", () => {
    expect(toEditScript(["a", "b", "c", "d"], ["b", "x", "d", "a"])).toEqual([
      { change: "removed", item: "a", index: 0 },
      { change: "kept", item: "b", index: 0 },
      { change: "removed", item: "c", index: 2 },
      { change: "added", item: "x", index: 1 },
      { change: "kept", item: "d", index: 2 },
      { change: "added", item: "a", index: 3 },
    ]);
  });

  test("leads from any list to any other", () => {
    const list = array(constantFrom("a", "b", "c", "d"), { maxLength: 8 });
    assert(
      property(list, list, (before, after) => {
        const script = toEditScript(before, after);
        const without = (change: string) =>
          script.filter((edit) => edit.change !== change).map(({ item }) => item);
        expect(without("added")).toEqual(before);
        expect(without("removed")).toEqual(after);
        for (const { change, item, index } of script)
          expect((change === "removed" ? before : after)[index]).toBe(item);
      }),
    );
  });
});
