import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseLongIntegers } from "./long-integers.js";

describe("parseLongIntegers", () => {
  test("keeps every digit of an integer that no number can hold", () => {
    const text =
      '{"seq": 21673573206720532, "list": [-21673573206720533, 9007199254740991, 9007199254740993]}';
    expect(parseLongIntegers(text)).toEqual({
      seq: "21673573206720532",
      list: ["-21673573206720533", 9_007_199_254_740_991, "9007199254740993"],
    });
    expect(parseLongIntegers("21673573206720532")).toBe("21673573206720532");
  });

  test("leaves alone what only looks like one", () => {
    const text = String.raw`{"21673573206720532": "is \"21673573206720532\" \\", "share": 0.12345678901234567, "far": 1e21}`;
    expect(parseLongIntegers(text)).toEqual(JSON.parse(text));
  });

  test("refuses what is no JSON, also around a long integer", () => {
    for (const text of [
      "",
      "{",
      "021673573206720532",
      "{21673573206720532: 1}",
      "[21673573206720532",
      "NaN",
    ]) {
      expect(() => parseLongIntegers(text), text).toThrow(SyntaxError);
    }
  });

  test("reads all other JSON as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.json(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }), (json, integer) => {
        expect(parseLongIntegers(`{"long": ${integer}, "value": ${json}}`)).toEqual({
          long: String(integer),
          value: parseLongIntegers(json),
        });
        if (!/\d{16}/.test(json)) expect(parseLongIntegers(json)).toEqual(JSON.parse(json));
      }),
    );
  });
});
