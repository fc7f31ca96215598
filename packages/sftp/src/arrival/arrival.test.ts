import { describe, expect, test } from "vitest";
import { chooseDelivery, describeFile } from "./arrival.js";
import type { FeedSighting, SightedFile } from "./sighting.js";

const file = (name: string, modifiedAt: number, more: Partial<SightedFile> = {}): SightedFile => ({
  path: `/inbox/${name}`,
  name,
  sizeBytes: 5,
  modifiedAt,
  state: "complete",
  temporary: false,
  unchangedMs: 60_000,
  evidence: [],
  ...more,
});
const older = file("orders_b.csv", 1_000);
const newer = file("orders_a.csv", 2_000);
const sighting = (
  files: readonly SightedFile[],
  state: FeedSighting["state"] = "complete",
): FeedSighting => ({
  feed: "orders",
  state,
  files,
});

describe("chooseDelivery", () => {
  test("takes the only complete file, beside unfinished and empty ones", () => {
    const part = file("orders_c.csv.part", 3_000, { state: "growing", temporary: true });
    const empty = file("orders_d.csv", 4_000, { state: "empty", sizeBytes: 0 });
    expect(chooseDelivery(sighting([empty, older, part]))).toBe(older);
  });

  test("takes nothing while a file of the feed is unfinished", () => {
    expect(
      chooseDelivery(sighting([older, { ...newer, state: "settling" }], "settling"), "oldest"),
    ).toBeUndefined();
  });

  test("names all of several complete files, or takes the one it is told to", () => {
    const several = sighting([newer, older]);
    expect(() => chooseDelivery(several)).toThrow(
      expect.objectContaining({
        code: "file.ambiguous",
        details: {
          path: older.path,
          found: "orders_b.csv (5 bytes, complete); orders_a.csv (5 bytes, complete)",
        },
      }),
    );
    expect(chooseDelivery(several, "oldest")).toBe(older);
    expect(chooseDelivery(several, "newest")).toBe(newer);
  });
});

describe("describeFile", () => {
  test("says why a file does not count yet", () => {
    expect(describeFile({ ...older, temporary: true })).toContain("still under a temporary name");
    expect(describeFile({ ...older, state: "growing" })).toContain("still growing");
    expect(describeFile({ ...older, state: "settling", unchangedMs: 5_900 })).toContain("unchanged for 5 s");
    expect(describeFile({ ...older, state: "waiting", waitsFor: "its trigger file" })).toContain(
      "waits for its trigger file",
    );
    expect(describeFile({ ...older, state: "empty", sizeBytes: 0 })).toBe("orders_b.csv (0 bytes, empty)");
  });
});
