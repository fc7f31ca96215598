import { describe, expect, test } from "vitest";
import { describeDue } from "./describe-due.js";

const at = { at: "17:30", zone: "America/New_York", calendar: "us" };
const calendars = [{ id: "us", title: "US holidays" }];

describe("describeDue", () => {
  test.each([
    [{ afterMs: 5_400_000 }, "1 h 30 min after it begins"],
    [{ ...at, workingDays: 0 }, "the next 17:30 on a working day, New York time (US holidays)"],
    [{ ...at, workingDays: 1 }, "17:30 on the 1st working day after it begins, New York time (US holidays)"],
    [
      { ...at, workingDays: 3, zone: "UTC" },
      "17:30 on the 3rd working day after it begins, UTC (US holidays)",
    ],
  ])("tells %j", (due, words) => {
    expect(describeDue(due, calendars)).toBe(words);
  });

  test("names a calendar that it does not know by its id", () => {
    expect(describeDue({ ...at, workingDays: 1 })).toContain("(us)");
  });
});
