import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { defineFeed } from "./feed.js";

/** The problems of a declaration that the compiler would have refused in part. */
function issuesOf(declaration: object): readonly string[] {
  const columns = {
    id: { type: "text" },
    stage: { type: "enumeration", values: ["Won"], sensitive: true },
    day: { type: "date" },
    euros: { type: "money", currency: "EUR" },
    dollars: { type: "money", currency: "USD" },
    count: { type: "integer" },
  };
  const feed = { name: "orders", title: "Orders", fileName: "orders.csv", columns, ...declaration };
  try {
    Reflect.apply(defineFeed, undefined, [feed]);
  } catch (error) {
    if (isSpmError(error, "config.invalid")) return error.details.issues;
    throw error;
  }
  return [];
}

describe("defineFeed, of what goes beyond a cell", () => {
  test("tells all that is wrong with rules at once", () => {
    const rules = [
      { rule: "a", left: "id", operator: "<", right: "stage" },
      { rule: "b", left: "id", operator: "=", right: "day" },
      { rule: "c", left: "euros", operator: "<", right: "dollars" },
      { rule: "d", sum: ["euros", "id"], equals: "missing" },
      { rule: "e", sum: ["euros", "count"], equals: "dollars" },
      { rule: "f", when: { column: "nobody", in: ["x"] }, needs: ["id"], forbids: ["id"] },
      { rule: "g", exactlyOneOf: ["id", "gone"] },
      { rule: "h", left: "day", operator: "<", right: "day" },
    ];
    expect(issuesOf({ rules })).toEqual([
      'rules.0.operator: "id" and "stage" are texts, which only = and != compare',
      'rules.1.right: column "id" is text and cannot be compared with "day", which is date',
      "rules.2.right: the amounts are in different currencies: EUR, USD",
      'rules.3.sum.1: column "id" is text and cannot be summed',
      'rules.3.equals: there is no column "missing"',
      "rules.4.sum: the amounts are in different currencies: EUR, USD",
      'rules.5.when.column: there is no column "nobody"',
      'rules.5.needs: column "id" is needed and forbidden',
      'rules.6.exactlyOneOf.1: there is no column "gone"',
      'rules.7.right: column "day" is compared with itself',
    ]);
  });

  test("tells what a rule is made of when it is none, and refuses two of a name", () => {
    expect(issuesOf({ rules: [{ rule: "a", left: "id" }] })[0]).toContain(
      "rules.0: must be a rule with left",
    );
    const same = { rule: "a", exactlyOneOf: ["id", "day"] };
    expect(issuesOf({ rules: [same, same] })).toEqual(["rules: names two rules alike"]);
  });

  test("refuses a comparison of what cannot be compared", () => {
    const comparison = {
      totals: { id: { up: 1 } },
      newValues: { columns: ["day", "stage"] },
      signFlip: { columns: ["id"] },
      emptyShare: { columns: ["gone"] },
      keys: { goneShare: 0.1 },
    };
    expect(issuesOf({ comparison })).toEqual([
      'comparison.totals.id: column "id" is text and has no sum and no sign',
      'comparison.emptyShare.columns.0: there is no column "gone"',
      'comparison.newValues.columns.0: column "day" is date and has no values to be counted',
      'comparison.signFlip.columns.0: column "id" is text and has no sum and no sign',
      'comparison.newValues.columns.1: column "stage" is sensitive, so that its values are not kept',
      "comparison.keys: the feed declares no key",
    ]);
    expect(issuesOf({ keys: [["id"]], comparison: { keys: { key: ["day"], goneShare: 0 } } })).toEqual([
      "comparison.keys.key: day is none of the feed's keys",
    ]);
    expect(issuesOf({ comparison: { records: {}, keys: {} } })).toHaveLength(3);
  });

  test("refuses a period without days, or without a name that tells one", () => {
    expect(issuesOf({ period: { column: "id" } })).toEqual([
      'period.column: column "id" is text and is no day',
      'period.within: the file name "orders.csv" tells no {period} and no {date}; say "any"',
    ]);
    expect(issuesOf({ period: { column: "day", within: "any" } })).toEqual([]);
  });

  test("refuses intervals, hierarchies and references of columns that cannot be that", () => {
    expect(
      issuesOf({
        intervals: { key: ["gone"], from: "day", to: "day" },
        hierarchy: { child: "euros", parent: "euros", valid: { from: "id", to: "day" } },
        references: [{ column: ["id", "gone"], to: "x", asOf: "id" }],
      }),
    ).toEqual([
      'references.0.column.1: there is no column "gone"',
      'references.0.asOf: column "id" is text and is no day',
      'intervals.key.0: there is no column "gone"',
      'intervals.to: column "day" is both ends',
      'hierarchy.child: column "euros" is money and names nobody',
      'hierarchy.parent: column "euros" is money and names nobody',
      'hierarchy.parent: column "euros" is child and parent',
      'hierarchy.valid.from: column "id" is text and is no day',
    ]);
  });
});
