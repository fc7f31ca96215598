import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import { check, HEADER, plain } from "../testing/check-orders.js";

const FILE = `${HEADER}a,1,\n"a",1,\nb,2,\na,1,\nb,2,\n`;

const careful = defineFeed({ ...plain, advisories: { "duplicate-row": "warning" } });

describe("records that repeat an earlier one", () => {
  test("are told where the feed asks for it and has no key", async () => {
    const report = await check(careful, FILE);
    expect(report.findings).toMatchObject([
      { code: "duplicate-row", record: 4, line: 5, detail: { firstRecord: 1 }, severity: "warning" },
      { code: "duplicate-row", record: 5, line: 6, message: "The record repeats record 3." },
    ]);
    expect(report.records).toEqual({ read: 5, accepted: 5, rejected: 0 });
  });

  test("are rejected where the feed says so", async () => {
    const strict = defineFeed({
      ...plain,
      advisories: { "duplicate-row": "error" },
      acceptance: { rejectedRatio: 1 },
    });
    expect((await check(strict, FILE)).records).toEqual({ read: 5, accepted: 3, rejected: 2 });
  });

  test("are the business of the key where there is one, and of nobody where the feed does not ask", async () => {
    const keyed = defineFeed({ ...plain, keys: [["id"]], advisories: { "duplicate-row": "warning" } });
    const codes = (await check(keyed, FILE)).summary.map(({ code }) => code);
    expect(codes).toEqual(["key-duplicate"]);
    expect((await check(defineFeed(plain), FILE)).findings).toEqual([]);
  });

  test("are found however many records lie between, beyond the memory for them", async () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => `record number ${at},${at},\n`).join("");
    const report = await check(careful, `${HEADER}first,0,2026-10-31\n${rows}record number 7,7,\n`, {
      keyMemoryBytes: 1,
    });
    expect(report.findings).toMatchObject([
      { code: "duplicate-row", record: 60_002, detail: { firstRecord: 9 } },
    ]);
  });
});
