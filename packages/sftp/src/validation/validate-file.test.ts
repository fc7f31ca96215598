import { createHash } from "node:crypto";
import { isSpmError, toJsonValue } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { check, createMemorySink, HEADER, orders, toChunks } from "./testing/check-orders.js";
import { validateFile } from "./validate-file.js";

describe("validateFile, of a sound file", () => {
  const content = `${HEADER}1,10.5,2026-10-01\n2,-0.25,\n"3, ""three""\n",,2024-02-29\n`;

  test("accepts it, counts it, sums it and names its bytes", async () => {
    const report = await check(orders, content);
    expect(report).toEqual({
      feed: "orders",
      fileName: "orders.csv",
      sizeBytes: content.length,
      sha256: createHash("sha256").update(content).digest("hex"),
      preamble: [],
      records: { read: 3, accepted: 3, rejected: 0 },
      verdict: "accepted",
      reasons: [],
      findings: [],
      summary: [],
      totals: { amount: "10.25" },
      totalsRead: { amount: "10.25" },
      profile: null,
      amounts: { USD: "10.25" },
      references: [],
    });
  });

  test("writes accepted rows that are the file, byte for byte", async () => {
    const withMark = Buffer.from(`\ufeff${content}x,,`);
    const acceptedRows = createMemorySink();
    const rejectedRows = createMemorySink();
    const report = await check(orders, withMark, { acceptedRows, rejectedRows });
    expect(acceptedRows.content().equals(withMark)).toBe(true);
    expect(acceptedRows.rows()).toBe(4);
    expect(rejectedRows.content().toString()).toBe("record,line,problems,id,amount,day\r\n");
    expect(report.summary.map(({ code }) => code)).toEqual(["final-newline-missing", "bom-unexpected"]);
  });

  test("is plain JSON", async () => {
    const report = await check(orders, `${HEADER}1,x,\n`);
    expect(toJsonValue(report)).toEqual(report);
  });

  test("tells its progress", async () => {
    const seen: unknown[] = [];
    const bytes = Buffer.from(content);
    await validateFile(
      orders,
      { name: "orders.csv", bytes: toChunks(bytes.subarray(0, 20), bytes.subarray(20)) },
      { onProgress: (progress) => seen.push(progress) },
    );
    expect(seen).toEqual([
      { bytesRead: 20, recordsRead: 0 },
      { bytesRead: content.length, recordsRead: 3 },
    ]);
  });
});

describe("validateFile, interrupted", () => {
  test("rejects with the signal's own reason", async () => {
    const controller = new AbortController();
    const reason = new RangeError("enough");
    const options = { signal: controller.signal, onProgress: () => controller.abort(reason) };
    await expect(check(orders, `${HEADER}1,1,\n`, options)).rejects.toBe(reason);
  });

  test("says so when another number of bytes came than was promised", async () => {
    const bytes = toChunks(Buffer.from(HEADER));
    await expect(validateFile(orders, { name: "orders.csv", bytes, sizeBytes: 5 })).rejects.toSatisfy(
      (error) => isSpmError(error, "file.changed") && error.details.gotBytes === HEADER.length,
    );
  });
});
