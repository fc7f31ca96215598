import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../feed/feed.js";
import { createReferenceSet } from "./reference/reference-set.js";
import { check, createMemorySink, HEADER, orders, plain, toChunks } from "./testing/check-orders.js";
import { validateFile } from "./validate-file.js";

describe("validateFile, of keys, references and totals", () => {
  test("compares keys of several columns, part by part", async () => {
    const feed = defineFeed({
      ...plain,
      columns: { a: { type: "text" }, b: { type: "text" } },
      keys: [["a", "b"]],
      acceptance: { rejectedRatio: 1 },
    });
    const report = await check(feed, "a,b\nx,yz\nxy,z\nx,\nx,\nx,yz\n");
    expect(report.findings).toMatchObject([
      { code: "key-duplicate", record: 5, message: "The key a + b occurred before, in record 1." },
    ]);
  });

  test("holds values against a reference set and names what was meant", async () => {
    const feed = defineFeed({ ...plain, references: [{ column: "id", to: "ids" }] });
    const ids = createReferenceSet("ids", ["GTX Pro", "MG Special"]);
    const report = await check(feed, `${HEADER}GTX Pro,1,\ngtx-pro,1,\nnone of these,1,\n`, {
      references: [ids],
    });
    expect(report.findings.map(({ hint }) => hint)).toEqual([
      'Did they mean "GTX Pro"?',
      "Correct the value, or deliver the missing entry first.",
    ]);
    expect(report.references).toEqual([{ name: "ids", size: 2, sha256: null }]);
    await expect(check(feed, HEADER)).rejects.toSatisfy((error) => isSpmError(error, "config.invalid"));
  });

  test("holds a trailer's count and sums against the records", async () => {
    const feed = defineFeed({ ...plain, trailer: { mark: "TRL", count: 2, sums: { amount: 3 } } });
    const rows = `${HEADER}1,10,\n2,0.5,\n`;
    expect(await check(feed, `${rows}TRL,2,10.50\n`)).toMatchObject({
      verdict: "accepted",
      records: { read: 2 },
    });
    const codes = async (content: string) => (await check(feed, content)).summary.map(({ code }) => code);
    expect(await codes(rows)).toEqual(["trailer-missing"]);
    expect(await codes(`${rows}TRL,3,10.50\n`)).toEqual(["trailer-count"]);
    expect(await codes(`${rows}TRL,2,10.49\n`)).toEqual(["trailer-sum"]);
    expect(await codes(`${rows}TRL,2\n`)).toEqual(["trailer-sum"]);
    expect(await codes(`${rows}TRL,2,10.50\n3,1,\n`)).toEqual(["trailer-misplaced"]);
  });

  test("keeps the trailer in the accepted rows as long as it is true of them", async () => {
    const trailer = { mark: "TRL", count: 2 } as const;
    const feed = defineFeed({ ...plain, trailer, acceptance: { rejectedRatio: 1 } });
    const whole = createMemorySink();
    await check(feed, `${HEADER}1,1,\nTRL,1\n`, { acceptedRows: whole });
    expect(whole.content().toString()).toBe(`${HEADER}1,1,\nTRL,1\n`);
    const partial = createMemorySink();
    await check(feed, `${HEADER}1,1,\n2,x,\nTRL,2\n`, { acceptedRows: partial });
    expect(partial.content().toString()).toBe(`${HEADER}1,1,\n`);
  });

  test("sums amounts by the currency that another column names", async () => {
    const feed = defineFeed({
      ...plain,
      columns: { amount: { type: "money", currency: { column: "currency" } }, currency: { type: "text" } },
      acceptance: { rejectedRatio: 1 },
    });
    const report = await check(feed, "amount,currency\n1.10,USD\n2.20,EUR\n3.30,USD\n4,XYZ\n");
    expect(report.amounts).toEqual({ EUR: "2.20", USD: "4.40" });
    expect(report.findings).toMatchObject([{ code: "currency-unknown", column: "currency", value: "XYZ" }]);
  });

  test("wonders about a file with another name", async () => {
    const bytes = toChunks(Buffer.from(`${HEADER}1,1,\n`));
    const report = await validateFile(orders, { name: "orders (1).csv", bytes });
    expect(report.findings).toMatchObject([{ code: "name-pattern", value: "orders (1).csv" }]);
  });
});
