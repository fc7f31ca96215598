import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import type { FeedIntervals } from "../../feed/structure-rule.js";
import { check } from "../testing/check-orders.js";

type Row = readonly [person: string, from: string, to: string];

async function find(rows: readonly Row[], options: Partial<FeedIntervals<"person" | "from" | "to">> = {}) {
  const feed = defineFeed({
    name: "positions",
    title: "Positions",
    fileName: "orders.csv",
    columns: { person: { type: "text" }, from: { type: "date" }, to: { type: "date" } },
    intervals: { key: ["person"], from: "from", to: "to", ...options },
    acceptance: { rejectedRatio: 1, minRecords: 0 },
  });
  const { findings } = await check(
    feed,
    `person,from,to\n${rows.map((row) => `${row.join(",")}\n`).join("")}`,
  );
  return findings.filter(({ docs }) => docs.includes("relations"));
}

const toDay = (day: number) => `2026-01-${String(day).padStart(2, "0")}`;

describe("validateFile, of a feed with intervals", () => {
  test("tells the later of two records that share a day, and which one it overlaps", async () => {
    const rows: readonly Row[] = [
      ["Ada", "2026-01-01", "2026-01-31"],
      ["Zoe", "2026-01-31", ""],
      ["Ada", "2026-02-01", ""],
      ["Ada", "", "2026-01-01"],
      ["Ada", "2030-01-01", "2030-01-01"],
    ];
    expect(await find(rows)).toMatchObject([
      { code: "overlapping-interval", record: 4, column: "from", detail: { key: "person", firstRecord: 1 } },
      { code: "overlapping-interval", record: 5, detail: { firstRecord: 3 } },
    ]);
  });

  test("lets one end on the day on which the next begins, when that day is excluded", async () => {
    const rows: readonly Row[] = [
      ["Ada", toDay(1), toDay(5)],
      ["Ada", toDay(5), toDay(9)],
    ];
    expect(await find(rows, { end: "excluded", gaps: "error" })).toEqual([]);
    expect(await find(rows)).toHaveLength(1);
  });

  test("tells an interval without a day", async () => {
    expect(await find([["Ada", toDay(2), toDay(1)]])).toMatchObject([{ code: "reversed-interval" }]);
    expect(await find([["Ada", toDay(1), toDay(1)]], { end: "excluded" })).toHaveLength(1);
    expect(await find([["Ada", toDay(1), toDay(1)]])).toEqual([]);
  });

  test("tells the gaps when they are not allowed", async () => {
    const rows: readonly Row[] = [
      ["Ada", toDay(9), ""],
      ["Ada", toDay(1), toDay(3)],
      ["Zoe", toDay(1), toDay(2)],
      ["Zoe", toDay(3), toDay(4)],
    ];
    const [finding] = await find(rows, { gaps: "warning" });
    expect(finding).toMatchObject({ severity: "warning", record: null });
    expect(finding?.message).toBe("The intervals of person leave 1 gap: Ada: 2026-01-04 to 2026-01-08.");
  });

  test("agrees with days that are marked one by one", async () => {
    const row = fc.tuple(fc.constantFrom("Ada", "Zoe"), fc.integer({ min: 1, max: 25 }), fc.nat({ max: 5 }));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 15 }), async (spans) => {
        const taken = new Set<string>();
        const late = spans.flatMap(([person, from, length], at) => {
          const days = Array.from({ length: length + 1 }, (_, day) => `${person} ${from + day}`);
          if (days.some((day) => taken.has(day))) return [at + 1];
          for (const day of days) taken.add(day);
          return [];
        });
        const rows = spans.map(([person, from, length]): Row => [person, toDay(from), toDay(from + length)]);
        expect((await find(rows)).map(({ record }) => record)).toEqual(late);
      }),
      { numRuns: 80 },
    );
  });
});
