import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExactSum, toDecimalText, toUnits } from "./exact-sum.js";

describe("ExactSum", () => {
  test("stays exact where floats do not", () => {
    const sum = new ExactSum(2);
    for (let turn = 0; turn < 10; turn += 1) sum.add(10);
    expect(sum.toText()).toBe("1.00");
    sum.add(9_007_199_254_740_991);
    sum.add(9_007_199_254_740_991);
    sum.add(-1);
    sum.add(12_345_678_901_234_567_890n);
    expect(sum.units()).toBe(100n + 2n * 9_007_199_254_740_991n - 1n + 12_345_678_901_234_567_890n);
  });

  test("is the sum of its parts, in whichever way they come", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }))),
        (parts) => {
          const sum = new ExactSum(0);
          for (const part of parts) sum.add(part);
          expect(sum.units()).toBe(parts.reduce((all: bigint, part) => all + BigInt(part), 0n));
        },
      ),
    );
  });

  test("takes a sum in larger units", () => {
    const yen = new ExactSum(0);
    yen.add(5);
    const all = new ExactSum(3);
    all.addSum(yen);
    expect(all.toText()).toBe("5.000");
  });
});

describe("toDecimalText and toUnits", () => {
  test.each([
    [0n, 2, "0.00"],
    [5n, 2, "0.05"],
    [-5n, 2, "-0.05"],
    [-1234n, 0, "-1234"],
    [1234n, 3, "1.234"],
  ])("writes and reads %s with scale %i as %s", (units, scale, text) => {
    expect(toDecimalText(units, scale)).toBe(text);
    expect(toUnits(text, scale)).toBe(units);
  });

  test.each(["", "1.", ".5", "1e5", "1,5", "0.001"])("refuses %j for a scale of 2", (text) => {
    expect(toUnits(text, 2)).toBeUndefined();
  });
});
