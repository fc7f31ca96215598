import { assert, jsonValue, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { toJsonValue } from "../../json.js";
import { cutText, shortenValue } from "./value-text.js";

describe("shortenValue", () => {
  test.each([
    [null, "null"],
    ["task 7", '"task 7"'],
    [{ rows: 3, isLast: true }, "{rows: 3, isLast: true}"],
    [[1, 2, 3, 4, 5], "[1, 2, 3, … 2 more]"],
    [{ files: [{ name: "a" }, [1, 2]] }, "{files: [{1 fields}, [2 items]]}"],
    ["x".repeat(100), `"${"x".repeat(59)}…"`],
    [
      Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`k${index}`, index])),
      "{k0: 0, k1: 1, k2: 2, k3: 3, k4: 4, k5: 5, k6: 6, k7: 7, … 2 more}",
    ],
  ])("shows %j as %s", (value, text) => {
    expect(shortenValue(value)).toBe(text);
  });

  test("is never long", () => {
    assert(
      property(jsonValue(), (value) => {
        expect(shortenValue(toJsonValue(value)).length).toBeLessThanOrEqual(200);
      }),
    );
  });
});

describe("cutText", () => {
  test("does not cut a character in two", () => {
    expect(cutText("ab😀cd", 4)).toBe("ab…");
    expect(cutText("ab😀cd", 5)).toBe("ab😀…");
    expect(cutText("ab😀", 4)).toBe("ab😀");
  });
});
