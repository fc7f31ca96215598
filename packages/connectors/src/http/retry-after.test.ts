import { describe, expect, test } from "vitest";
import { parseRetryAfter } from "./retry-after.js";

const NOW = Date.UTC(2026, 0, 5, 22, 0, 0);

describe("parseRetryAfter", () => {
  test.for([
    [undefined, undefined],
    ["120", 120_000],
    ["0", 0],
    ["Mon, 05 Jan 2026 22:01:30 GMT", 90_000],
    ["Mon, 05 Jan 2026 21:00:00 GMT", 0],
    ["soon", undefined],
    ["-5", undefined],
    ["1.5", undefined],
  ] as const)("reads %s as %s", ([value, expected]) => {
    expect(parseRetryAfter(value, NOW)).toBe(expected);
  });
});
