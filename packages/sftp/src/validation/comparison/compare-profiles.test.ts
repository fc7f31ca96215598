import { isSpmError } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FeedComparison } from "../../feed/comparison-rule.js";
import { defineFeed, type Feed } from "../../feed/feed.js";
import { COMPARISON_FINDINGS } from "../finding/catalogue/comparison-findings.js";
import type { FindingCode } from "../finding/finding-codes.js";
import { check } from "../testing/check-orders.js";
import type { ValidationReport } from "../validation-report.js";

const declare = (comparison: FeedComparison<"stage" | "note" | "amount" | "quantity" | "person">): Feed =>
  defineFeed({
    name: "orders",
    title: "Orders",
    fileName: "orders.csv",
    columns: {
      stage: { type: "enumeration", values: ["Won", "Lost", "Open"] },
      note: { type: "text" },
      amount: { type: "money", currency: "EUR" },
      quantity: { type: "integer" },
      person: { type: "text", sensitive: true },
    },
    comparison,
    acceptance: { minRecords: 0 },
  });

type Row = readonly [stage: string, note: string, amount: string, quantity: string];

const toFile = (rows: readonly Row[]) =>
  `stage,note,amount,quantity,person\n${rows.map((cells) => `${cells.join(",")},\n`).join("")}`;

/** What is found in the second of two deliveries. */
async function compare(feed: Feed, before: readonly Row[], now: readonly Row[]) {
  const { profile } = await check(feed, toFile(before));
  if (profile === null) throw new TypeError("there is no profile");
  return onlyCompared(await check(feed, toFile(now), { previous: { profile } }));
}

/** A report without what is found in other ways. */
function onlyCompared(report: ValidationReport): ValidationReport {
  const isCompared = ({ code }: { readonly code: FindingCode }) => Object.hasOwn(COMPARISON_FINDINGS, code);
  return {
    ...report,
    findings: report.findings.filter(isCompared),
    summary: report.summary.filter(isCompared),
  };
}

const codes = ({ summary }: Awaited<ReturnType<typeof compare>>) =>
  summary.map(({ code, column }) => (column === null ? code : `${code} ${column}`));

const won = (count: number, ...cells: readonly string[]): readonly Row[] =>
  Array.from({ length: count }, () => ["Won", cells[0] ?? "", cells[1] ?? "", cells[2] ?? ""]);

describe("validateFile, of a feed that compares", () => {
  test("says of the first delivery that there is none before, and accepts it", async () => {
    const feed = declare({ signFlip: {} });
    const { verdict, findings, profile } = onlyCompared(await check(feed, toFile(won(1))));
    expect(verdict).toBe("accepted");
    expect(findings).toMatchObject([
      { code: "not-compared", severity: "info", detail: { because: "first-delivery" } },
    ]);
    expect(profile?.records).toBe(1);
  });

  test("has nothing to say of a delivery that is like the one before", async () => {
    const feed = declare({
      records: { down: 0, up: 0 },
      totals: { amount: { down: 0, up: 0 }, quantity: { down: 0, up: { by: "0" } } },
      emptyShare: { up: 0, down: 0 },
      newValues: { columns: ["stage", "note"] },
      signFlip: { by: 0 },
    });
    const rows = [...won(3, "a", "-1.50", "2"), ...won(1)];
    expect(codes(await compare(feed, rows, rows.toReversed()))).toEqual([]);
  });

  test("bears what is exactly as far as the tolerance, and nothing beyond", async () => {
    const feed = declare({ records: { down: 0.2, up: { by: 3 } } });
    expect(codes(await compare(feed, won(10), won(8)))).toEqual([]);
    expect(codes(await compare(feed, won(10), won(13)))).toEqual([]);
    expect(codes(await compare(feed, won(10), won(14)))).toEqual(["row-count-drift"]);
    const { findings, verdict } = await compare(feed, won(10), won(7));
    expect(verdict).toBe("accepted-with-findings");
    expect(findings[0]?.message).toBe(
      "There are 7 records, after 10 in the delivery before (-30 %); the feed bears 20 %.",
    );
  });

  test("refuses a delivery whose sum moved, when that is an error", async () => {
    const feed = declare({ totals: { amount: { up: { by: "0.05" }, severity: "error" } } });
    const before = won(1, "", "12345678901234567890.00");
    expect((await compare(feed, before, won(1, "", "12345678901234567890.05"))).verdict).toBe("accepted");
    const { verdict, reasons } = await compare(feed, before, won(1, "", "12345678901234567890.06"));
    expect(verdict).toBe("refused");
    expect(reasons[0]).toContain(
      "sum of amount in EUR is 12345678901234567890.06, after 12345678901234567890.00",
    );
  });

  test("notices a column that has become empty", async () => {
    const feed = declare({ emptyShare: { columns: ["note"], up: 0.5 } });
    const full = won(4, "x");
    expect(codes(await compare(feed, full, [...won(2), ...won(2, "x")]))).toEqual([]);
    const { findings } = await compare(feed, full, [...won(3), ...won(1, "x")]);
    expect(findings[0]).toMatchObject({ code: "null-rate-drift", column: "note" });
    expect(findings[0]?.message).toContain("75 % of note is empty, after 0 %");
  });

  test("names the values that are new, and bears as many as it may", async () => {
    const rows: readonly Row[] = ["Lost", "Open"].map((stage) => [stage, "", "", ""]);
    const { findings } = await compare(declare({ newValues: {} }), won(1), rows);
    expect(findings).toMatchObject([
      { code: "new-enum-value", column: "stage", detail: { values: ["Lost", "Open"], count: 2 } },
    ]);
    expect(codes(await compare(declare({ newValues: { atMost: 2 } }), won(1), rows))).toEqual([]);
  });

  test("says what cannot be compared, because there were too many values", async () => {
    const feed = declare({ newValues: { columns: ["note"] } });
    const many = Array.from({ length: 1_001 }, (_, at): Row => ["Won", `note ${at}`, "", ""]);
    expect((await compare(feed, many, won(1, "x"))).findings).toMatchObject([
      { code: "not-compared", column: "note", detail: { because: "too-many-values" } },
    ]);
    expect((await compare(feed, won(1, "x"), many)).findings).toMatchObject([
      { code: "new-enum-value", detail: { values: [], count: 1_001 } },
    ]);
  });

  test("notices turned signs", async () => {
    const report = await compare(
      declare({ signFlip: {} }),
      won(4, "", "5.00", "1"),
      won(4, "", "-5.00", "1"),
    );
    expect(codes(report)).toEqual(["sign-flip amount"]);
  });

  test("draws the line where whole numbers do, for every pair of counts", async () => {
    const feed = declare({ records: { down: 0.3, up: 0.1 } });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 40 }), fc.nat({ max: 40 }), async (before, now) => {
        const isFar = now < before ? (before - now) * 10 > before * 3 : (now - before) * 10 > before;
        expect(codes(await compare(feed, won(before), won(now)))).toEqual(isFar ? ["row-count-drift"] : []);
      }),
      { numRuns: 60 },
    );
  });

  test("refuses the profile of another feed, and one that nobody asked for", async () => {
    const { profile } = await check(declare({ signFlip: {} }), toFile(won(1)));
    if (profile === null) throw new TypeError("there is no profile");
    const other = { ...declare({ signFlip: {} }), name: "credits", comparison: undefined };
    await expect(check(other, toFile(won(1)), { previous: { profile } })).rejects.toSatisfy(
      (error) => isSpmError(error, "config.invalid") && error.details.issues.length === 2,
    );
  });

  test("says that a column is new instead of comparing it", async () => {
    const feed = declare({ emptyShare: { up: 0 } });
    const { profile } = await check(feed, toFile(won(1)));
    if (profile === null) throw new TypeError("there is no profile");
    const { note, ...columns } = profile.columns;
    expect(note).toEqual({ empty: 1, values: {} });
    const previous = { profile: { ...profile, columns } };
    const { findings } = onlyCompared(await check(feed, toFile(won(1)), { previous }));
    expect(findings).toMatchObject([
      { code: "not-compared", column: "note", detail: { because: "new-column" } },
    ]);
  });
});
