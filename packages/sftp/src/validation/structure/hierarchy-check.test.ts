import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import type { FeedHierarchy } from "../../feed/structure-rule.js";
import { check } from "../testing/check-orders.js";
import { findCircles } from "./circle.js";

const columns = {
  person: { type: "text" },
  manager: { type: "text" },
  from: { type: "date" },
  to: { type: "date" },
} as const;

async function find(rows: readonly string[], options: Partial<FeedHierarchy<keyof typeof columns>> = {}) {
  const feed = defineFeed({
    name: "participants",
    title: "Participants",
    fileName: "orders.csv",
    columns,
    hierarchy: { child: "person", parent: "manager", ...options },
    acceptance: { minRecords: 0 },
  });
  const { findings, verdict } = await check(feed, `person,manager,from,to\n${rows.join("\n")}\n`);
  const own = findings.filter(({ docs }) => docs.includes("relations"));
  return { verdict, findings: own.map(({ code, detail }) => [code, detail]) };
}

describe("validateFile, of a feed with a hierarchy", () => {
  test("refuses a file with a circle, and shows one", async () => {
    const rows = ["a,b,,", "b,c,,", "c,a,,", "d,a,,", "e,e,,", "top,,,"];
    expect(await find(rows)).toEqual({
      verdict: "refused",
      findings: [["hierarchy-cycle", { count: 2, cycle: ["a", "b", "c", "a"] }]],
    });
  });

  test("takes whoever is their own parent for the top when told so", async () => {
    expect((await find(["a,a,,", "b,a,,"], { ownParentIsTop: true })).findings).toEqual([]);
    expect((await find(["a,a,,", "b,a,,"])).findings).toHaveLength(1);
  });

  test("tells the parents without a record, unless other files hold them", async () => {
    const rows = ["a,x,,", "b,x,,", "c,y,,"];
    expect((await find(rows)).findings).toEqual([["parent-missing", { count: 2, parents: ["x", "y"] }]]);
    expect((await find(rows, { missingParent: "allowed" })).findings).toEqual([]);
  });

  test("counts a circle only when it exists on some day", async () => {
    const valid = { from: "from", to: "to" } as const;
    const swapped = [
      "a,b,2026-01-01,2026-06-30",
      "b,a,2026-07-01,",
      "b,,2026-01-01,2026-06-30",
      "a,,2026-07-01,",
    ];
    expect((await find(swapped, { valid })).findings).toEqual([]);
    expect((await find(swapped)).findings).toHaveLength(1);
    const overlapping = ["a,b,2026-01-01,2026-07-01", "b,a,2026-07-01,"];
    expect((await find(overlapping, { valid })).findings).toMatchObject([["hierarchy-cycle", { count: 1 }]]);
  });
});

describe("findCircles", () => {
  const member = fc.constantFrom(..."abcdefg");
  const assignments = fc.array(fc.record({ child: member, parent: member }), { maxLength: 14 });

  test("finds a circle if and only if somebody is above themselves", () => {
    fc.assert(
      fc.property(assignments, (all) => {
        const above = (name: string): ReadonlySet<string> => {
          const seen = new Set<string>();
          const waiting = [name];
          for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
            for (const { child, parent } of all) {
              if (child !== next || seen.has(parent)) continue;
              seen.add(parent);
              waiting.push(parent);
            }
          }
          return seen;
        };
        const { circles } = findCircles(all);
        expect(circles.length > 0).toBe([..."abcdefg"].some((name) => above(name).has(name)));
        for (const circle of circles) {
          expect(circle[0]).toBe(circle.at(-1));
          for (const [at, child] of circle.slice(0, -1).entries()) {
            expect(all).toContainEqual({ child, parent: circle[at + 1] });
          }
        }
      }),
    );
  });

  test("is done with a long chain below a circle, and with many small circles", () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => ({ child: `${at}`, parent: `${at + 1}` }));
    expect(findCircles([...chain, { child: "20000", parent: "19999" }]).circles).toHaveLength(1);
    const pairs = Array.from({ length: 5_000 }, (_, at) => [
      { child: `a${at}`, parent: `b${at}` },
      { child: `b${at}`, parent: `a${at}` },
    ]);
    expect(findCircles(pairs.flat()).circles).toHaveLength(5_000);
  });
});
