import { describe, expect, test } from "vitest";
import { VOLUME_MEASURES, volumeSchema } from "./volume.js";

describe("volumeSchema", () => {
  test("keeps what is known and adds no zero for what is not", () => {
    expect(volumeSchema.parse({ rowsRead: 0 })).toEqual({ rowsRead: 0 });
    expect(volumeSchema.parse({ amounts: { EUR: "-12.50", USD: "7" } })).toEqual({
      amounts: { EUR: "-12.50", USD: "7" },
    });
  });

  test.each([
    { rowsRead: -1 },
    { bytes: 1.5 },
    { files: "3" },
    { rowsWritten: 2 ** 53 },
    { amounts: { EUR: 12.5 } },
    { amounts: { EUR: "1e3" } },
    { amounts: { EUR: "1,000.00" } },
  ])("refuses %j", (volume) => {
    expect(volumeSchema.safeParse(volume).success).toBe(false);
  });

  test("counts each measure that can be compared, and no amounts", () => {
    const counted = Object.keys(volumeSchema.shape).filter((field) => field !== "amounts");
    expect([...VOLUME_MEASURES].sort()).toEqual(counted.sort());
  });
});
