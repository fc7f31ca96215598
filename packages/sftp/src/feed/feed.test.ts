import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { defineFeed } from "./feed.js";

const orders = {
  name: "orders",
  title: "Orders",
  fileName: "orders_{period}.csv",
  columns: { id: { type: "text", required: true }, amount: { type: "money", currency: "USD" } },
} as const;

/** The problems of a declaration that the compiler would have refused in part. */
function issuesOf(declaration: object): readonly string[] {
  try {
    Reflect.apply(defineFeed, undefined, [{ ...orders, ...declaration }]);
  } catch (error) {
    if (isSpmError(error, "config.invalid")) return error.details.issues;
    throw error;
  }
  return [];
}

describe("defineFeed", () => {
  test("fills in every default", () => {
    const feed = defineFeed(orders);
    expect(feed).toMatchObject({ encoding: "utf-8", header: "exact", keys: [], references: [] });
    expect(feed.dialect).toMatchObject({
      delimiter: ",",
      quote: '"',
      lineEnding: "any",
      finalNewline: "expected",
    });
    expect(feed.acceptance).toEqual({ rejectedRatio: 0, minRecords: 1 });
  });

  test("freezes what it returns, through and through", () => {
    const feed = defineFeed(orders);
    expect(Object.isFrozen(feed)).toBe(true);
    expect(Object.isFrozen(feed.columns["id"])).toBe(true);
    expect(Object.isFrozen(feed.dialect)).toBe(true);
  });

  test("tells every problem at once, each with its path", () => {
    const issues = issuesOf({
      keys: [["id", "order"]],
      references: [{ column: "product", to: "products" }],
      totals: ["id"],
      trailer: { mark: "T", sums: { id: 2, missing: 3 } },
      columns: {
        ...orders.columns,
        note: { type: "text", requiredWhen: { column: "stage", in: ["Won"] } },
        price: { type: "money", currency: { column: "currency" } },
        count: { type: "integer", min: 5, max: 1 },
        discount: { type: "decimal", scale: 2, min: "2", max: "1" },
      },
    });
    expect(issues).toEqual([
      'keys.0: there is no column "order"',
      'totals.0: column "id" is text and cannot be summed',
      'trailer.sums.id: column "id" is text and cannot be summed',
      'trailer.sums.missing: there is no column "missing"',
      'columns.note.requiredWhen.column: there is no column "stage"',
      'columns.price.currency.column: there is no column "currency"',
      "columns.count: the lower limit is above the upper one",
      "columns.discount: the lower limit is above the upper one",
      'references.0.column: there is no column "product"',
    ]);
  });

  test.each([
    ["no column", { columns: {} }, "a feed needs at least one column"],
    [
      "a pattern that is none",
      { columns: { id: { type: "text", pattern: "(" } } },
      "is no regular expression",
    ],
    [
      "a format without a day",
      { columns: { id: { type: "date", format: "yyyy-MM" } } },
      "must hold yyyy, MM and dd",
    ],
    ["a currency that is none", { columns: { id: { type: "money", currency: "usd" } } }, "ISO 4217"],
    [
      "two wishes about a value",
      { columns: { id: { type: "text", required: true, requiredWhen: { column: "id", in: ["a"] } } } },
      "say one of them",
    ],
    ["a word it does not know", { colums: {} }, "colums"],
    ["a delimiter of two characters", { dialect: { delimiter: "||" } }, "must be one ASCII character"],
    ["a delimiter that is the quote", { dialect: { delimiter: '"' } }, "the same character"],
    ["a name that is no folder", { name: "Orders/2026" }, "lower-case"],
    ["a token that is none", { fileName: "orders_{month}.csv" }, "knows no token {month}"],
    ["a folder in the name", { fileName: "in/orders.csv" }, "without folders"],
    ["a weight for what is no advisory", { advisories: { "nul-byte": "off" } }, "advisories"],
  ])("refuses %s", (_what, declaration, message) => {
    expect(issuesOf(declaration).join("\n")).toContain(message);
  });

  test("knows its files by name", () => {
    const feed = defineFeed(orders);
    expect(feed.matches("orders_2026-10.csv")).toBe(true);
    expect(feed.matches("orders_2026-10.csv.part")).toBe(false);
    expect(feed.readFileName("orders_2026-10.csv")).toEqual({ period: "2026-10" });
  });
});
