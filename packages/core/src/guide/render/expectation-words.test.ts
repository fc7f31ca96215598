import { describe, expect, test } from "vitest";
import { describeExpectation } from "./expectation-words.js";

describe("describeExpectation", () => {
  test.each([
    [{ durationMs: { min: 120_000, max: 600_000 } }, "It should take 2 min to 10 min."],
    [{ durationMs: { max: 90_000 } }, "It should take at most 1 min 30 s."],
    [
      { durationMs: { min: 1_000 }, volume: { rowsWritten: { min: 1_000 } } },
      "It should take 1 s or more and write 1,000 rows or more.",
    ],
    [
      { volume: { rowsRead: { min: 10, max: 20 }, rowsRejected: { max: 0 }, files: { min: 1, max: 1 } } },
      "It should read 10 to 20 rows, reject no rows and move exactly 1 file.",
    ],
    [
      { volume: { rowsRejected: { max: 1 }, bytes: { max: 1_400_000 } } },
      "It should reject at most 1 row and move at most 1.4 MB.",
    ],
    [{ volume: { files: { min: 1 } } }, "It should move 1 file or more."],
  ])("tells %j", (expectation, words) => {
    expect(describeExpectation(expectation)).toBe(words);
  });
});
