import { describe, expect, test } from "vitest";
import { compileDateCheck } from "./date-check.js";

function check(text: string, format: string, limits: { readonly min?: string; readonly max?: string } = {}) {
  const bytes = Buffer.from(text);
  return compileDateCheck({ format, ...limits })({ bytes, start: 0, end: bytes.length, high: false })?.code;
}

describe("compileDateCheck", () => {
  test.each([
    ["2026-10-31", "yyyy-MM-dd"],
    ["31.10.2026", "dd.MM.yyyy"],
    ["10/31/2026", "MM/dd/yyyy"],
    ["20261031", "yyyyMMdd"],
    ["2024-02-29", "yyyy-MM-dd"],
    ["2000-02-29", "yyyy-MM-dd"],
  ])("takes %s as %s", (text, format) => {
    expect(check(text, format)).toBeUndefined();
  });

  test.each([
    "2026-02-29",
    "1900-02-29",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "2026-10-00",
    "0000-01-01",
    "2026-1-01",
    "2026/10/31",
    "2026-10-3x",
    "2026-10-31 ",
  ])("refuses %j", (text) => {
    expect(check(text, "yyyy-MM-dd")).toBe("date-invalid");
  });

  test("keeps to the limits, whatever the format", () => {
    const limits = { min: "2026-10-01", max: "2026-10-31" };
    expect(check("30.09.2026", "dd.MM.yyyy", limits)).toBe("below-minimum");
    expect(check("01.10.2026", "dd.MM.yyyy", limits)).toBeUndefined();
    expect(check("01.11.2026", "dd.MM.yyyy", limits)).toBe("above-maximum");
  });

  test("refuses a format without a day", () => {
    expect(() => compileDateCheck({ format: "yyyy-MM" })).toThrow(RangeError);
  });
});
