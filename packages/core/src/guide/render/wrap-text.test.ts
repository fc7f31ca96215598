import { assert, integer, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { wrapText } from "./wrap-text.js";

describe("wrapText", () => {
  test.each<[string, number, number, readonly string[]]>([
    ["one two three", 20, 2, ["one two three"]],
    ["one two three", 8, 2, ["one two", "three"]],
    ["one two three four", 8, 2, ["one two", "three f…"]],
    ["abcdefghij", 4, 3, ["abcd", "efgh", "ij"]],
    ["abcdefghij", 4, 2, ["abcd", "efg…"]],
    ["報告書を送る", 6, 2, ["報告書", "を送る"]],
    ["call Pfandbriefbankgesellschaft", 12, 1, ["call Pfandb…"]],
    ["", 4, 1, [""]],
  ])("breaks %j into lines of %d, %d at most", (text, columns, lines, expected) => {
    expect(wrapText(text, columns, lines)).toEqual(expected);
  });

  test("never gives more or longer lines, and leaves nothing out that fits", () => {
    assert(
      property(string(), integer({ min: 3, max: 30 }), integer({ min: 1, max: 4 }), (text, columns, most) => {
        const lines = wrapText(text, columns, most);
        expect(lines.length).toBeLessThanOrEqual(most);
        for (const line of lines) expect([...line].length).toBeLessThanOrEqual(columns);
        const whole = wrapText(text, columns, 1_000);
        expect(whole.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
        if (whole.length <= most) expect(lines).toEqual(whole);
      }),
    );
  });
});
