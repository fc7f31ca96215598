import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import type { FeedDeclaration } from "../../feed/feed-declaration.js";
import { check, createMemorySink, plain } from "../testing/check-orders.js";

const declare = (declaration: Partial<FeedDeclaration>) =>
  defineFeed({
    ...(plain as FeedDeclaration),
    acceptance: { rejectedRatio: 1, minRecords: 0 },
    ...declaration,
  });

describe("the names of a header", () => {
  const columns: FeedDeclaration["columns"] = {
    ...plain.columns,
    id: { type: "text", required: true, sensitive: true, aliases: ["Order No", "order_id"] },
  };

  test("may be old ones that the feed knows, and findings call the column by its own", async () => {
    const report = await check(declare({ columns }), "order_id,amount,day\n =1,x,\n");
    expect(report.records).toEqual({ read: 1, accepted: 0, rejected: 1 });
    expect(report.findings.map(({ column, value }) => [column, value])).toContainEqual(["id", "[hidden]"]);
    const unknown = await check(declare({ columns }), "order,amount,day\n1,2,\n");
    expect(unknown.findings.map(({ code }) => code)).toEqual([
      "header-missing-column",
      "header-extra-column",
    ]);
    const both = await check(declare({ columns }), "id,order_id,amount,day\n1,1,2,\n");
    expect(both.findings.map(({ code }) => code)).toEqual(["header-duplicate-column"]);
  });

  test("are told by upper and lower case, unless the feed says otherwise", async () => {
    const text = "ID,Amount,DAY\n1,2,\n";
    expect((await check(declare({}), text)).verdict).toBe("refused");
    expect((await check(declare({ headerCase: "ignore" }), text)).verdict).toBe("accepted");
  });

  test("that could mean two columns are refused, all at once", () => {
    const twice: FeedDeclaration["columns"] = {
      ID: { type: "text", aliases: ["key"] },
      id: { type: "text", aliases: ["Key", "key"] },
    };
    const message =
      /"id" is a name of "ID" as well[\s\S]*"Key" is a name of "ID" as well[\s\S]*"key" is named twice/;
    expect(() => declare({ columns: twice, headerCase: "ignore", keys: [] })).toThrow(message);
    expect(() => declare({ columns, header: "none" })).toThrow(/aliases: there is no header/);
  });
});

describe("the preamble", () => {
  const report = 'Report "Orders\nAs of 31.10.2026\n';

  test("is passed over and told, as many lines as declared, and goes where the accepted records go", async () => {
    const acceptedRows = createMemorySink();
    const text = `${report}id,amount,day\n1,2.00,\n2,x,\n`;
    const got = await check(declare({ preamble: { lines: 2 } }), text, { acceptedRows });
    expect(got.preamble).toEqual(['Report "Orders', "As of 31.10.2026"]);
    expect(got.records).toEqual({ read: 2, accepted: 1, rejected: 1 });
    expect(got.findings).toMatchObject([{ line: 5, byteOffset: text.indexOf("x") }]);
    expect(acceptedRows.content().toString()).toBe(text.replace("2,x,\n", ""));
  });

  test.each([0, 1, 2])("ends with the header, wherever that is (after %i lines)", async (lines) => {
    const head = report.split("\n").slice(0, lines);
    const feed = declare({ preamble: { until: "header" } });
    const got = await check(feed, [...head, "id,amount,day", "1,2.00,", ""].join("\n"));
    expect(got).toMatchObject({ verdict: "accepted", preamble: head, records: { read: 1 } });
  });

  test("is followed by a header that is read strictly", async () => {
    const feed = declare({ preamble: { until: "header" } });
    const got = await check(feed, `${report}id,amount,date\n1,2.00,\n`);
    expect(got.findings.map(({ code, line }) => [code, line])).toEqual([
      ["header-missing-column", 3],
      ["header-extra-column", 3],
    ]);
  });

  test("without a header behind it refuses the file, whether it ends or goes on", async () => {
    const feed = declare({ preamble: { until: "header", maxLines: 3 } });
    const ended = await check(feed, report);
    expect(ended.reasons).toEqual(["None of the first 2 lines is the header."]);
    const longer = await check(feed, `${report}a\nb,c\nd\n`);
    expect(longer.reasons[0]).toBe("None of the first 3 lines is the header.");
    expect(longer.records).toEqual({ read: 2, accepted: 0, rejected: 2 });
  });

  test("is held to the encoding and to the length of lines as well", async () => {
    const feed = declare({ preamble: { lines: 1 }, dialect: { maxRecordBytes: 1_024 } });
    const bytes = Buffer.from("M\u00fcller\nid,amount,day\n", "latin1");
    expect((await check(feed, bytes)).findings).toMatchObject([{ code: "encoding-invalid", line: 1 }]);
    const long = await check(feed, `${"x".repeat(2_000)}\nid,amount,day\n1,2.00,\n`);
    expect(long.findings).toMatchObject([{ code: "record-too-long", line: 1 }]);
    expect(long.records.accepted).toBe(1);
  });
});
