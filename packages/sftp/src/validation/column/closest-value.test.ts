import { describe, expect, test } from "vitest";
import { createClosestValue } from "./closest-value.js";

const findClosest = createClosestValue([
  "GTX Pro",
  "GTX Plus Pro",
  "technology",
  "Philippines",
  "Caf\u00e9 Zo\u00eb",
  "US",
]);

describe("createClosestValue", () => {
  test.each([
    ["GTXPro", "GTX Pro"],
    ["gtx-plus pro", "GTX Plus Pro"],
    ["Cafe Zoe", "Caf\u00e9 Zo\u00eb"],
    ["technolgy", "technology"],
    ["Philipines", "Philippines"],
  ])("takes %s for %s", (value, known) => {
    expect(findClosest(value)).toBe(known);
  });

  test.each(["finance", "UK", "", "x".repeat(100)])("does not guess for %j", (value) => {
    expect(findClosest(value)).toBeUndefined();
  });

  test("goes by spelling alone in large sets, so that a hint costs little", () => {
    const names = Array.from({ length: 3_000 }, (_, at) => `Account number ${at}`);
    expect(createClosestValue(names)("ACCOUNT-NUMBER 7")).toBe("Account number 7");
    expect(createClosestValue(names)("Acount number 7")).toBeUndefined();
  });
});
