import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import type { FeedReference } from "../../feed/reference-rule.js";
import { check, toChunks } from "../testing/check-orders.js";
import { readReferenceSet } from "./read-reference-set.js";
import { createReferenceEntries } from "./reference-entries.js";
import { createReferenceSet, type ReferenceSet } from "./reference-set.js";

const positions = defineFeed({
  name: "positions",
  title: "Positions",
  fileName: "positions.csv",
  columns: {
    person: { type: "text" },
    region: { type: "text" },
    from: { type: "date" },
    to: { type: "date", format: "dd.MM.yyyy" },
  },
  acceptance: { rejectedRatio: 1 },
});

const ROWS = [
  "person,region,from,to",
  "Ada,N,2026-01-01,31.03.2026",
  "Ada,N,2026-07-01,",
  "Ada,S,,31.12.2026",
  "Zoe,S,oops,31.12.2026",
  ",S,,",
];

const source = () => ({ name: "positions.csv", bytes: toChunks(Buffer.from(`${ROWS.join("\n")}\n`)) });

const declare = (reference: FeedReference<"person" | "region" | "day">) =>
  defineFeed({
    name: "orders",
    title: "Orders",
    fileName: "orders.csv",
    columns: { person: { type: "text" }, region: { type: "text" }, day: { type: "date" } },
    references: [reference],
    acceptance: { rejectedRatio: 1 },
  });

async function find(reference: FeedReference<"person" | "region" | "day">, set: ReferenceSet, row: string) {
  const report = await check(declare(reference), `person,region,day\n${row}\n`, { references: [set] });
  return report.findings.filter(({ code }) => code.startsWith("ref-")).map(({ code }) => code);
}

describe("a reference as of a day", () => {
  const reference = { column: "person", to: "positions", asOf: "day" } as const;

  test.each([
    ["Ada,,2026-03-31", []],
    ["Ada,,2030-01-01", []],
    ["Ada,,1990-01-01", []],
    ["Zoe,,2026-06-01", ["ref-not-valid"]],
    ["Bob,,2026-06-01", ["ref-missing"]],
    ["Bob,,", ["ref-missing"]],
    ["Zoe,,", []],
    [",,2026-06-01", []],
  ])("%s finds %j", async (row, codes) => {
    const set = await readReferenceSet(positions, "person", source(), { valid: { from: "from", to: "to" } });
    expect(await find(reference, set, row)).toEqual(codes);
  });

  test("takes the end for the first day that is not valid any more, when the file means that", async () => {
    const valid = { from: "from", to: "to", end: "excluded" } as const;
    const set = await readReferenceSet(positions, ["person", "region"], source(), { valid });
    const both = { column: ["person", "region"], to: "positions", asOf: "day" } as const;
    expect(await find(both, set, "Ada,N,2026-03-30")).toEqual([]);
    expect(await find(both, set, "Ada,N,2026-03-31")).toEqual(["ref-not-valid"]);
  });
});

describe("a reference of several columns", () => {
  const reference = { column: ["person", "region"], to: "positions" } as const;

  test.each([
    ["Ada,N,", []],
    ["Zoe,N,", ["ref-missing"]],
    ["Zoe,,", []],
  ])("%s finds %j", async (row, codes) => {
    const set = await readReferenceSet(positions, ["person", "region"], source());
    expect(set).toMatchObject({ size: 3, columnCount: 2, isDated: false });
    expect(await find(reference, set, row)).toEqual(codes);
  });

  test("is refused when the set has other entries", async () => {
    const set = createReferenceSet("positions", ["Ada"]);
    const dated = { ...reference, asOf: "day" } as const;
    for (const each of [reference, dated, { column: "person", to: "positions", asOf: "day" } as const]) {
      await expect(find(each, set, "Ada,N,")).rejects.toSatisfy((error) =>
        isSpmError(error, "config.invalid"),
      );
    }
  });
});

describe("createReferenceEntries", () => {
  test("refuses entries of different lengths", () => {
    const entries = [{ values: ["a"] }, { values: ["a", "b"] }];
    expect(() => createReferenceEntries("x", entries)).toThrow(RangeError);
  });

  test("finds what was most likely meant among single values", () => {
    const set = createReferenceEntries("x", [{ values: ["GTX Pro"], valid: { from: "2026-01-01" } }]);
    expect([set.findClosest("gtx pro"), set.findClosest("gtxpro"), set.has("GTX Pro")]).toEqual([
      "GTX Pro",
      "GTX Pro",
      true,
    ]);
  });
});
