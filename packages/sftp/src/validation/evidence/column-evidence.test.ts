import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import { check, HEADER, plain } from "../testing/check-orders.js";

/** A feed whose days can be mistaken, and which bears records that are rejected. */
const dated = defineFeed({
  ...plain,
  columns: { ...plain.columns, day: { type: "date", format: "dd/MM/yyyy" } },
  acceptance: { rejectedRatio: 1 },
});

/** A file with one record a day. */
function toFile(days: readonly string[]): string {
  return HEADER + days.map((day, at) => `O-${at},${at}.00,${day}\n`).join("");
}

/** Days of every month, the first to the twelfth. */
const early = Array.from({ length: 60 }, (_, at) => `${pad(1 + (at % 12))}/${pad(1 + (at % 11))}/2026`);

function pad(number: number): string {
  return String(number).padStart(2, "0");
}

describe("what a column of days shows as a whole", () => {
  test("both orders of day and month refuse the file, with the first that is the other way round", async () => {
    const report = await check(dated, toFile([...early, "31/10/2026", "10/31/2026", "11/30/2026"]));
    expect(report.verdict).toBe("refused");
    expect(report.findings.filter(({ code }) => code === "date-order-mixed")).toMatchObject([
      { column: "day", record: 62, line: 63, value: "10/31/2026", detail: { swapped: 2 } },
    ]);
    expect(report.records.rejected).toBe(2);
  });

  test("days that are only days the other way round refuse a file in which none speaks for the declared order", async () => {
    const report = await check(dated, toFile([...early, "10/31/2026"]));
    expect(report.findings.map(({ code }) => code)).toEqual(["date-invalid", "date-order-swapped"]);
    expect(report.verdict).toBe("refused");
  });

  test("days of many months without one above the twelfth are odd", async () => {
    const report = await check(dated, toFile(early));
    expect(report.findings).toMatchObject([{ code: "date-ambiguous", column: "day", severity: "warning" }]);
    expect(report.verdict).toBe("accepted-with-findings");
  });

  test.each([
    ["one day above the twelfth", [...early, "13/01/2026"]],
    ["the first of each month", early.map((day) => `01${day.slice(2)}`)],
    ["the first days of one month", early.map((day) => `${day.slice(0, 3)}10/2026`)],
  ])("%s is nothing to speak of", async (_what, days) => {
    expect((await check(dated, toFile(days))).findings).toEqual([]);
  });

  test("what is no day in either order is no evidence", async () => {
    const report = await check(dated, toFile(["31/10/2026", "45/13/2026", "13-31-2026", "00/00/0000"]));
    expect(report.summary.map(({ code }) => code)).toEqual(["date-invalid"]);
  });

  test("a feed weighs it otherwise, or does without it", async () => {
    const calm = defineFeed({
      ...plain,
      columns: { ...plain.columns, day: { type: "date", format: "dd/MM/yyyy" } },
      acceptance: { rejectedRatio: 1 },
      advisories: { "date-order-mixed": "warning", "date-ambiguous": "off" },
    });
    expect((await check(calm, toFile([...early, "31/10/2026", "10/31/2026"]))).verdict).not.toBe("refused");
    expect((await check(calm, toFile(early))).findings).toEqual([]);
  });
});

describe("a column that holds nothing", () => {
  const records = (count: number, amount: (at: number) => string) =>
    HEADER + Array.from({ length: count }, (_, at) => `O-${at},${amount(at)},2026-10-31\n`).join("");

  test("is told as a note, and the file is accepted", async () => {
    const report = await check(dated, records(60, () => '""').replaceAll("2026-10-31", "31/10/2026"));
    expect(report.findings).toMatchObject([
      { code: "column-empty", column: "amount", severity: "info", detail: { records: 60 } },
    ]);
    expect(report.verdict).toBe("accepted");
  });

  test("is not told of few records, of one value at the end, and where the feed does not care", async () => {
    const feed = defineFeed(plain);
    const careless = defineFeed({ ...plain, advisories: { "column-empty": "off" } });
    const empty = () => "";
    expect((await check(feed, records(49, empty))).findings).toEqual([]);
    expect(
      (
        await check(
          feed,
          records(60, (at) => (at === 59 ? "1.00" : "")),
        )
      ).findings,
    ).toEqual([]);
    expect((await check(careless, records(60, empty))).findings).toEqual([]);
  });
});
