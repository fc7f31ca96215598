import { describe, expect, test } from "vitest";
import { createMomentText } from "./moment-text.js";

describe("createMomentText", () => {
  test("shows a moment in the zone that was asked for", () => {
    const at = Date.UTC(2026, 0, 5, 22, 0, 3);
    expect(createMomentText("UTC").full(at)).toBe("5 Jan 2026, 22:00:03");
    expect(createMomentText("Asia/Tokyo").full(at)).toBe("6 Jan 2026, 07:00:03");
    expect(createMomentText("Asia/Tokyo").time(at)).toBe("07:00:03");
  });

  test("refuses a zone that is none", () => {
    expect(() => createMomentText("Europe/Nowhere")).toThrow(RangeError);
  });
});
