import { describe, expect, test } from "vitest";
import { formatBytes, formatDuration, formatFigure } from "./figure-text.js";

describe("formatDuration", () => {
  test.each([
    [0, "0 ms"],
    [0.4, "0 ms"],
    [850, "850 ms"],
    [999.6, "1 s"],
    [12_345, "12.3 s"],
    [59_940, "59.9 s"],
    [59_960, "1 min"],
    [250_000, "4 min 10 s"],
    [3_599_600, "1 h"],
    [11_100_000, "3 h 5 min"],
    [183_600_000, "2 d 3 h"],
    [-250_000, "-4 min 10 s"],
  ])("%d ms are %s", (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });
});

describe("formatBytes", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1 KB"],
    [1_449_000, "1.4 MB"],
    [999_990, "1 MB"],
    [5e15, "5,000 TB"],
  ])("%d bytes are %s", (sizeBytes, text) => {
    expect(formatBytes(sizeBytes)).toBe(text);
  });
});

describe("formatFigure", () => {
  test("knows the unit by the name of the measure", () => {
    expect(formatFigure("durationMs", 61_000)).toBe("1 min 1 s");
    expect(formatFigure("bytes", 2_500)).toBe("2.5 KB");
    expect(formatFigure("rowsRead", 1_234_567)).toBe("1,234,567");
    expect(formatFigure("files", 2.44)).toBe("2.4");
    expect(formatFigure("rowsRead", 1_234.4)).toBe("1,234");
  });
});
