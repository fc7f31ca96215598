import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import { FindingLog } from "../finding/finding-log.js";
import type { ValidationReport } from "../validation-report.js";
import { renderValidation } from "./render-validation.js";

const orders = defineFeed({
  name: "orders",
  title: "Orders",
  fileName: "orders_{period}.csv",
  columns: { order: { type: "text" }, closed: { type: "date" }, amount: { type: "money", currency: "EUR" } },
});

const SOUND: ValidationReport = {
  feed: "orders",
  fileName: "orders_2026-10.csv",
  sizeBytes: 1_234_567,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  records: { read: 12_000, accepted: 12_000, rejected: 0 },
  verdict: "accepted",
  reasons: [],
  findings: [],
  summary: [],
  totals: { amount: "-1234567.80" },
  totalsRead: { amount: "-1234567.80" },
  amounts: { EUR: "-1234567.80" },
  profile: null,
  preamble: [],
  references: [{ name: "participants", size: 4_711, sha256: null }],
};

/** A report of what a log was told. */
function reportOf(log: FindingLog, changes: Partial<ValidationReport> = {}): ValidationReport {
  return { ...SOUND, findings: log.findings, summary: log.summary(), ...changes };
}

describe("renderValidation", () => {
  test("says of a sound file that it may be loaded, with its figures", () => {
    const page = renderValidation(SOUND);
    expect(page).toContain("Accepted: every record is sound.");
    expect(page).toContain("<dd>12,000</dd>");
    expect(page).toContain("1,234,567 bytes");
    expect(page).toContain("-1,234,567.80");
    expect(page).toContain("None.");
    expect(page).not.toContain("<script");
    expect(page).not.toContain("undefined");
  });

  test("groups what was found by code and column, with the first places and how many there are", () => {
    const log = new FindingLog(orders, "en");
    for (let record = 1; record <= 2_000; record += 1) {
      const complaint = { code: "decimal-invalid", detail: { scale: 2, decimalMark: "." } } as const;
      log.add(complaint, "amount", () => ({ record, line: record + 1, value: `1.${record},00` }));
    }
    log.add({ code: "final-newline-missing" }, null, () => ({}));
    const page = renderValidation(reportOf(log));
    expect(page).toContain("2,000 times");
    expect(page).toContain("and 1,995 more");
    expect(page).toContain("1.5,00");
    expect(page).not.toContain("1.6,00");
    expect(page.match(/<section class="group/g)).toHaveLength(2);
    expect(page).toContain("docs/findings/values.md#decimal-invalid");
  });

  test("tells a report in another language than it was written in", () => {
    const log = new FindingLog(orders, "en");
    const clue = () => ({ code: "closest-value", closest: "O-18" }) as const;
    log.add({ code: "ref-missing", detail: { set: "orders" }, clue }, "order", () => ({
      record: 1,
      line: 2,
    }));
    const page = renderValidation(reportOf(log), { locale: "de" });
    expect(page).toContain('<html lang="de">');
    expect(page).toContain("order enthält einen Wert, der in der Menge orders nicht vorkommt.");
    expect(page).toContain("Ist „O-18“ gemeint?");
    expect(page).toContain("1.234.567 Bytes");
    expect(page).toContain("-1.234.567,80");
  });

  test("shows what a sender wrote as text, whatever it is", () => {
    const log = new FindingLog(orders, "en");
    log.add({ code: "formula-cell" }, "order", () => ({
      record: 1,
      line: 2,
      value: "<img src=x onerror=alert(1)>",
    }));
    const page = renderValidation(
      reportOf(log, { fileName: "<b>.csv", reasons: ["<i>why</i>"], verdict: "refused" }),
    );
    expect(page).not.toContain("<img");
    expect(page).not.toContain("<b>");
    expect(page).not.toContain("<i>");
    expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });

  test("links to the documentation where there is one, and only over HTTP", () => {
    const log = new FindingLog(orders, "en");
    log.add({ code: "blank-row" }, null, () => ({ record: 1, line: 2 }));
    const page = renderValidation(reportOf(log), { docsUrl: "https://docs.client.example/spm" });
    expect(page).toContain('href="https://docs.client.example/spm/docs/findings/records.md#blank-row"');
    expect(() => renderValidation(SOUND, { docsUrl: "javascript:alert(1)" })).toThrow(TypeError);
  });
});
