import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import { check, HEADER, plain } from "../testing/check-orders.js";

const feed = defineFeed({ ...plain, acceptance: { rejectedRatio: 1 } });

describe("a file that does not end with a line ending", () => {
  test.each([
    ["fewer cells", `${HEADER}a,1,\nb,2`],
    ["an open quote", `${HEADER}a,1,\n"b, of`],
  ])("was cut when its last record has %s", async (_what, content) => {
    const report = await check(feed, content);
    expect(report.verdict).toBe("refused");
    expect(report.findings.filter(({ code }) => code === "truncated-file")).toMatchObject([
      { record: 2, line: 3, byteOffset: content.indexOf("b") - (content.includes('"') ? 1 : 0) },
    ]);
    expect(report.summary.map(({ code }) => code)).not.toContain("final-newline-missing");
  });

  test("may be whole when its last record is", async () => {
    const report = await check(feed, `${HEADER}a,1,\nb,2,2026-10-31`);
    expect(report.findings.map(({ code }) => code)).toEqual(["final-newline-missing"]);
  });

  test("was not cut when cells are missing before its last record, or a line ending follows", async () => {
    for (const content of [`${HEADER}a,1\nb,2,`, `${HEADER}a,1,\nb,2\n`]) {
      expect((await check(feed, content)).summary.map(({ code }) => code)).not.toContain("truncated-file");
    }
  });
});
