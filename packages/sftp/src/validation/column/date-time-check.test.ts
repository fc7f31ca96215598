import { describe, expect, test } from "vitest";
import type { DateTimeColumn } from "../../feed/column.js";
import { defineFeed } from "../../feed/feed.js";
import { check } from "../testing/check-orders.js";
import { compileDateTimeCheck } from "./date-time-check.js";

function judge(text: string, rules: Omit<DateTimeColumn, "type"> = {}): string | undefined {
  const bytes = Buffer.from(`x${text}`);
  const cell = { bytes, start: 1, end: bytes.length, high: false };
  return compileDateTimeCheck({ type: "date-time", ...rules })(cell)?.code;
}

const declare = (column: Omit<DateTimeColumn, "type">, delimiter = ",") =>
  defineFeed({
    name: "orders",
    title: "Orders",
    fileName: "orders.csv",
    header: "none",
    dialect: { delimiter },
    columns: { at: { type: "date-time", ...column }, note: { type: "text" } },
    acceptance: { rejectedRatio: 1, minRecords: 0 },
  });

describe("compileDateTimeCheck", () => {
  test.each([
    ["2026-10-31T23:59:59", {}],
    ["31.10.2026 07:05", { format: "dd.MM.yyyy HH:mm" }],
    ["20261031070500", { format: "yyyyMMddHHmmss" }],
    ["2026-10-31 07:05:00.123", { format: "yyyy-MM-dd HH:mm:ss.SSS" }],
    ["2026-10-31T07:05:00Z", { zone: "offset" }],
    ["2026-10-31T07:05:00+02:00", { zone: "offset" }],
    ["2026-10-31T07:05:00-0530", { zone: "offset" }],
    ["2026-03-29T01:59:00", { zone: "Europe/Zurich" }],
    ["2026-10-25T02:30:00", { zone: "Europe/Zurich" }],
  ] as const)("takes %s with %j", (text, rules) => {
    expect(judge(text, rules)).toBeUndefined();
  });

  test.each([
    ["2026-10-31T24:00:00", {}],
    ["2026-10-31T23:60:00", {}],
    ["2026-10-31T23:59:60", {}],
    ["2026-02-29T00:00:00", {}],
    ["2026-10-31 23:59:59", {}],
    ["2026-10-31T23:59", {}],
    ["2026-10-31T23:59:59Z", {}],
    ["2026-10-31T2x:00:00", {}],
    ["2026-10-31 07:05:00.12x", { format: "yyyy-MM-dd HH:mm:ss.SSS" }],
    ["2026-10-31T07:05:00", { zone: "offset" }],
    ["2026-10-31T07:05:00+2:00", { zone: "offset" }],
    ["2026-10-31T07:05:00+15:00", { zone: "offset" }],
    ["2026-10-31T07:05:00+02:60", { zone: "offset" }],
    ["2026-10-31T07:05:00Zulu", { zone: "offset" }],
  ] as const)("refuses %s with %j", (text, rules) => {
    expect(judge(text, rules)).toBe("date-time-invalid");
  });

  test("knows the times that clocks skip, by zone", () => {
    expect(judge("2026-03-29T02:30:00", { zone: "Europe/Zurich" })).toBe("time-skipped");
    expect(judge("2026-03-29T02:30:00", { zone: "America/New_York" })).toBeUndefined();
    expect(judge("2026-03-08T02:30:00", { zone: "America/New_York" })).toBe("time-skipped");
    expect(judge("2011-12-30T12:00:00", { zone: "Pacific/Apia" })).toBe("time-skipped");
  });

  test("compares moments, not texts", () => {
    const limits = { zone: "offset", min: "2026-10-01T00:00:00Z", max: "2026-10-31T23:59:59Z" } as const;
    expect(judge("2026-10-01T01:00:00+01:00", limits)).toBeUndefined();
    expect(judge("2026-10-01T00:59:59+01:00", limits)).toBe("below-minimum");
    expect(judge("2026-10-31T23:00:00-01:00", limits)).toBe("above-maximum");
    const local = { format: "dd.MM.yyyy HH:mm", max: "1900-01-01T00:00:00" } as const;
    expect(judge("31.12.1899 23:59", local)).toBeUndefined();
    expect(judge("01.01.1900 00:01", local)).toBe("above-maximum");
    expect(judge("31.12.0001 00:00", local)).toBeUndefined();
  });

  test("says the same on the quick way as on the careful one", async () => {
    const rows = ["2026-10-31T23:59:59Z", "", "2026-10-31T23:59:59", '"2026-10-31T23:59:59+01:00"', " "];
    const [quick, careful] = await Promise.all(
      [",", "^"].map(async (delimiter) => {
        const text = rows.map((row) => `${row}${delimiter}\n`).join("");
        return { ...(await check(declare({ zone: "offset" }, delimiter), text)), sha256: "" };
      }),
    );
    expect(quick).toEqual(careful);
    expect(quick?.records).toEqual({ read: 5, accepted: 3, rejected: 2 });
  });

  test.each([
    [{ format: "yyyy-MM-dd" }, /must hold yyyy/],
    [{ format: "yyyy-MM-dd HH:mm SS" }, /must hold yyyy/],
    [{ zone: "Mars/Olympus" }, /IANA zone/],
    [{ min: "2026-10-01T00:00:00Z" }, /has a Z/],
    [{ zone: "offset", max: "2026-10-01T00:00:00" }, /needs a Z/],
    [{ min: "2026-10-02T00:00:00", max: "2026-10-01T00:00:00" }, /lower limit is above/],
  ])("cannot be declared with %j", (column, message) => {
    expect(() => declare(column)).toThrow(message);
  });
});
