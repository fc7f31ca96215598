import { describe, expect, test } from "vitest";
import { compileDateCheck } from "./date-check.js";
import { withDateSerial } from "./date-serial.js";

const check = withDateSerial(compileDateCheck({ format: "yyyy-MM-dd" }));

function find(text: string) {
  const bytes = Buffer.from(text);
  return check({ bytes, start: 0, end: bytes.length, high: false });
}

describe("withDateSerial", () => {
  test.each([
    ["45321", "2024-01-30"],
    ["45321.75", "2024-01-30"],
    ["46326", "2026-10-31"],
    ["10000", "1927-05-18"],
  ])("says which day a spreadsheet means by %s: %s", (text, day) => {
    expect(find(text)).toEqual({ code: "excel-date-serial", detail: { day } });
  });

  test.each(["4532", "145321", "04532", "45321,5", "today", "2026-02-30", `45321.${"0".repeat(30)}`])(
    "leaves %s to be no day at all",
    (text) => {
      expect(find(text)?.code).toBe("date-invalid");
    },
  );

  test("says nothing of a day", () => {
    expect(find("2026-10-31")).toBeUndefined();
  });
});
