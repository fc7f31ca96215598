import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { JsonValue } from "../../json.js";
import { describeInput } from "./input-words.js";

describe("describeInput", () => {
  test("tells each property, its kind, and whether it may be left out", () => {
    const schema = z.toJSONSchema(
      z.strictObject({
        businessDate: z.iso.date(),
        rows: z.int().describe("how many are expected").optional(),
        either: z.union([z.string(), z.number()]),
      }),
      { io: "input" },
    );
    expect(describeInput(JSON.parse(JSON.stringify(schema)))).toEqual([
      [{ code: "businessDate" }, " (date)"],
      [{ code: "rows" }, " (integer, optional)", " – how many are expected"],
      [{ code: "either" }],
    ]);
  });

  test.each<[JsonValue]>([[null], [true], ["x"], [[]], [{}], [{ properties: null }], [{ properties: {} }]])(
    "tells nothing of %j",
    (schema) => {
      expect(describeInput(schema)).toEqual([]);
    },
  );
});
