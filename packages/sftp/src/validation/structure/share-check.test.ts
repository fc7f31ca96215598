import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import type { FeedDeclaration } from "../../feed/feed-declaration.js";
import { check } from "../testing/check-orders.js";

const declaration = {
  name: "credits",
  title: "Credits",
  fileName: "orders.csv",
  columns: {
    order: { type: "text" },
    line: { type: "text" },
    split: { type: "decimal", scale: 2, min: "0" },
  },
  shares: [{ of: ["order", "line"], column: "split", atMost: "100" }],
  acceptance: { rejectedRatio: 1 },
} as const satisfies FeedDeclaration;

async function exceed(rows: readonly string[]) {
  const { findings } = await check(defineFeed(declaration), `order,line,split\n${rows.join("\n")}\n`);
  return findings
    .filter(({ code }) => code === "share-exceeded")
    .map(({ record, detail }) => [record, detail?.["total"]]);
}

describe("shares", () => {
  test("tell the record with which the parts are more than the whole, and those after it", async () => {
    const rows = ["O,1,60", "O,2,100", "O,1,40.00", "O,1,0.01", "O,1,0"];
    expect(await exceed(rows)).toEqual([
      [4, "100.01"],
      [5, "100.01"],
    ]);
  });

  test("leave out records without a key or a part, and negative parts", async () => {
    expect(await exceed([",1,90", ",1,90", "O,1,90", "O,1,", "O,1,-90", "O,1,10"])).toEqual([]);
  });

  test("are refused of columns that are not there, no numbers, or negative at times", () => {
    const shares = [
      { of: ["gone"], column: "line", atMost: "1" },
      { of: ["order"], column: "loose", atMost: "1" },
    ];
    const columns = { ...declaration.columns, loose: { type: "integer" } };
    try {
      Reflect.apply(defineFeed, undefined, [{ ...declaration, columns, shares }]);
      expect.unreachable();
    } catch (error) {
      expect(isSpmError(error, "config.invalid") && error.details.issues).toEqual([
        'shares.0.of.0: there is no column "gone"',
        'shares.0.column: column "line" is text and cannot be summed',
        'shares.1.column: column "loose" may be negative; say min',
      ]);
    }
  });
});
