import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import { readReferenceSet } from "./read-reference-set.js";

const products = defineFeed({
  name: "products",
  title: "Products",
  fileName: "products.csv",
  columns: { product: { type: "text" }, price: { type: "decimal", scale: 2 } },
});

async function* toBytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const open = (text: string) => ({ name: "products.csv", bytes: toBytes(text) });

describe("readReferenceSet", () => {
  test("knows every value of the column, also of records with another fault", async () => {
    const set = await readReferenceSet(
      products,
      "product",
      open('product,price\n"GTX ""Pro""",1\nMG,x\n,2\nMG,3\n'),
    );
    expect(set).toMatchObject({ name: "products", size: 2 });
    expect(set.has('GTX "Pro"')).toBe(true);
    expect(set.has("MG")).toBe(true);
    expect(set.has("")).toBe(false);
    expect(set.findClosest("gtx pro")).toBe('GTX "Pro"');
  });

  test("goes by another name when it is told to", async () => {
    expect(
      (await readReferenceSet(products, "product", open("product,price\na,1\n"), { name: "goods" })).name,
    ).toBe("goods");
  });

  test("refuses a file that does not fit its feed", async () => {
    await expect(readReferenceSet(products, "product", open("name,price\na,1\n"))).rejects.toSatisfy(
      (error) => isSpmError(error, "config.invalid") && error.details.issues.length === 2,
    );
  });

  test("refuses other bytes than those that were validated", async () => {
    const sha256 = "0".repeat(64);
    await expect(
      readReferenceSet(products, "product", open("product,price\na,1\n"), { sha256 }),
    ).rejects.toSatisfy((error) => isSpmError(error, "file.digest-mismatch"));
  });

  test("refuses a column that the feed does not have", async () => {
    await expect(readReferenceSet(products, "name", open(""))).rejects.toThrow(RangeError);
  });
});
