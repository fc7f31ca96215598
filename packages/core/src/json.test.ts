import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, type JsonValue, toJsonValue } from "./json.js";
import { SpmError } from "./spm-error.js";

/** A double by its bits, as RFC 8785 writes them. */
function doubleOf(bits: string): number {
  return Buffer.from(bits, "hex").readDoubleBE();
}

/** The same value with the keys of every object in the opposite order. */
function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

const anyJson = fc.jsonValue({ stringUnit: "binary" }).map((value) => toJsonValue(value));

describe("canonicalJson", () => {
  test("writes the sample of RFC 8785, section 3.2.2, as it is printed there", () => {
    const sample = `{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
      "literals": [null, true, false]
    }`;
    expect(canonicalJson(JSON.parse(sample))).toBe(
      `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA'B\\"\\\\\\\\\\"/"}`,
    );
  });

  test("sorts keys by UTF-16 units, as RFC 8785, section 3.2.3, has them", () => {
    const written = canonicalJson({
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\u{1f600}": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    });
    expect([...written.matchAll(/:"([^"]+)"/g)].map(([, name]) => name)).toEqual([
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
  });

  test.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555555", "333333333.3333333"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("writes the double %s of RFC 8785, appendix B, as %s", (bits, text) => {
    expect(canonicalJson(doubleOf(bits))).toBe(text);
  });

  test("gives equal values the same text, whatever the order of their keys", () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  test("gives different values different texts, because each is read back as it was", () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe("toJsonValue", () => {
  test("leaves out keys whose value is undefined, and keeps everything else that is JSON", () => {
    expect(toJsonValue({ a: 1, b: undefined, c: [null, "x", { d: false }] })).toEqual({
      a: 1,
      c: [null, "x", { d: false }],
    });
    expect(toJsonValue(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 });
  });

  class Money {
    readonly minorUnits = 5;
  }

  test.each([
    ["$", undefined, "undefined (write null for nothing)"],
    ["$.loaded", { loaded: Number.NaN }, "NaN"],
    ["$.loaded", { loaded: Number.POSITIVE_INFINITY }, "Infinity"],
    ["$.rows[1].total", { rows: [{ total: 1 }, { total: 5n }] }, "a bigint"],
    ["$.at", { at: new Date(0) }, "an instance of Date"],
    ["$.keys", { keys: new Map() }, "an instance of Map"],
    ["$.amount", { amount: new Money() }, "an instance of Money"],
    ["$.run", { run: () => 1 }, "a function"],
    ["$[1]", [1, undefined], "undefined (write null for nothing)"],
    ["$[1]", new Array(3).fill(1, 0, 1), "undefined (write null for nothing)"],
    ["$.odd", { odd: Object.create(Object.create(null)) }, "an instance of a class"],
  ])("refuses what JSON would bend in silence, by its path: %s", (path, value, why) => {
    const refused = new SpmError("json.invalid", `The value at ${path} cannot be kept as JSON: ${why}.`, {
      path,
    });
    expect(() => toJsonValue(value)).toThrow(refused);
  });
});
