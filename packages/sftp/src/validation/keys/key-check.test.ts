import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import { validateFile } from "../validate-file.js";

const ROWS = 60_000;

const feed = defineFeed({
  name: "orders",
  title: "Orders",
  fileName: "orders.csv",
  columns: { order: { type: "text" }, line: { type: "integer" } },
  keys: [["order", "line"], ["order"]],
  acceptance: { rejectedRatio: 1 },
});

/** Orders with one line each, but for every thousandth, which repeats the one 999 records before. */
async function* toFile(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("order,line\n");
  for (let first = 0; first < ROWS; first += 1_000) {
    const rows = Array.from({ length: 1_000 }, (_, at) =>
      at === 999 ? `"O-""${first}""",1\n` : `"O-""${first + at}""",1\n`,
    );
    yield Buffer.from(rows.join(""));
  }
}

describe("validateFile, of keys that do not fit into memory", () => {
  test("finds the same duplicates with little memory as with much", async () => {
    const roomy = await validateFile(feed, { name: "orders.csv", bytes: toFile() });
    const cramped = await validateFile(
      feed,
      { name: "orders.csv", bytes: toFile() },
      { keyMemoryBytes: 262_144 },
    );
    expect(cramped).toEqual(roomy);
    expect(roomy.records).toEqual({ read: ROWS, accepted: ROWS - 60, rejected: 60 });
    expect(roomy.summary).toEqual([
      { code: "key-duplicate", column: "order", severity: "error", count: 120 },
    ]);
    expect(roomy.findings[0]).toMatchObject({
      record: 1_000,
      message: "The key order + line occurred before, in record 1.",
    });
  });
});
