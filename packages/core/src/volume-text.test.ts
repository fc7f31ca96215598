import { describe, expect, test } from "vitest";
import { formatAmount, formatMoved, formatVolume } from "./volume-text.js";

describe("formatVolume", () => {
  test("tells all that is known, and leaves out what is not", () => {
    const volume = {
      rowsRead: 12_345,
      rowsRejected: 0,
      files: 1,
      bytes: 1_400_000,
      amounts: { EUR: "-1250000.50" },
    };
    expect(formatVolume(volume)).toEqual([
      "12,345 rows read",
      "0 rows rejected",
      "1 file",
      "1.4 MB",
      "EUR -1,250,000.50",
    ]);
    expect(formatVolume({})).toEqual([]);
  });
});

describe("formatMoved", () => {
  test("counts one as one", () => {
    expect([formatMoved("rowsWritten", 1), formatMoved("rowsWritten", 2)]).toEqual([
      "1 row written",
      "2 rows written",
    ]);
  });
});

describe("formatAmount", () => {
  test("keeps every digit of an amount", () => {
    expect(formatAmount("JPY", "90071992547409931234")).toBe("JPY 90,071,992,547,409,931,234");
    expect(formatAmount("EUR", "999.10")).toBe("EUR 999.10");
  });
});
