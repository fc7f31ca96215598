import { describe, expect, test } from "vitest";
import { findNameDefects, isAddressableName } from "./site-name.js";

describe("findNameDefects", () => {
  test.each([
    ["caf\ufffd.csv", ["not-utf-8"]],
    ["line\nbreak", ["control-character"]],
    ["\u0000", ["control-character"]],
    ["\u009b2J", ["control-character"]],
    ["orders\u202evsc.exe", ["direction-mark"]],
    ["", ["climbing"]],
    ["..", ["climbing"]],
    ["../../etc/passwd", ["climbing"]],
    [`${"é".repeat(128)}`, ["too-long"]],
    ["..\u2066/\u0007\ufffd", ["not-utf-8", "control-character", "direction-mark", "climbing"]],
  ])("tells everything that is wrong with %j", (name, defects) => {
    expect(findNameDefects(name)).toEqual(defects);
    expect(isAddressableName(name)).toBe(false);
  });

  test.each([
    "orders.csv",
    ".hidden",
    "...",
    "two words",
    "Prämien é.csv",
    "日本.csv",
    "a\\b",
    "x".repeat(255),
  ])("lets %j be", (name) => expect(findNameDefects(name)).toEqual([]));
});
