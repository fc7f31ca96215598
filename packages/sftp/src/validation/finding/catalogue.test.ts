import { describe, expect, test } from "vitest";
import { defineFeed } from "../../feed/feed.js";
import { check, createMemorySink, HEADER, plain } from "../testing/check-orders.js";
import type { FindingDetail, FindingKind } from "./catalogue/finding-kind.js";
import { ADVISORY_CODES, FINDING_KINDS, FINDING_SUBJECTS, type FindingCode } from "./finding-codes.js";
import { getFindingPage } from "./finding-page.js";
import { composeHint, composeMessage, getFindingTitle } from "./finding-text.js";

const CODES = Object.keys(FINDING_KINDS) as FindingCode[];
const SENTENCE = /^.*[.?]$/s;

describe("the catalogue of findings", () => {
  test("has every code under one subject, and a page for it", () => {
    const listed = Object.values(FINDING_SUBJECTS).flatMap((kinds) => Object.keys(kinds));
    expect(listed.toSorted()).toEqual(CODES.toSorted());
    for (const code of CODES)
      expect(getFindingPage(code)).toMatch(new RegExp(`^docs/findings/[a-z]+\\.md#${code}$`));
  });

  test.each(CODES)("tells %s in whole sentences of both languages, from the same detail", (code) => {
    const kind: FindingKind<FindingDetail> = FINDING_KINDS[code];
    const { column, shown: _shown, ...detail } = kind.example;
    const said = (["en", "de"] as const).map((locale) => {
      const message = composeMessage({ code, detail }, String(column ?? ""), locale);
      expect(message).toMatch(SENTENCE);
      expect(message).not.toMatch(/undefined|\[object|\bNaN\b/);
      expect(composeHint(code, null, locale)).toMatch(SENTENCE);
      expect(getFindingTitle(code, locale)).not.toMatch(/\.$/);
      if (column !== undefined) expect(message.length).toBeGreaterThan(String(column).length);
      return message;
    });
    expect(said[0]).not.toBe(said[1]);
    expect(kind.description).toMatch(SENTENCE);
  });

  test("lists what a feed may weigh without doubles, by name", () => {
    expect([...new Set(ADVISORY_CODES)]).toHaveLength(ADVISORY_CODES.length);
    for (const code of ADVISORY_CODES) expect(CODES).toContain(code);
  });
});

describe("validateFile in German", () => {
  const feed = defineFeed({
    ...plain,
    columns: { ...plain.columns, id: { type: "enumeration", values: ["order", "return"] } },
  });

  test("gives messages, hints, reasons and rejected rows in German", async () => {
    const rejectedRows = createMemorySink();
    const report = await check(feed, `${HEADER}Order,1,\nreturn,1.234,\n`, { locale: "de", rejectedRows });
    expect(report.findings).toMatchObject([
      {
        code: "enum-unknown",
        hint: "Ist „order“ gemeint?",
        clue: { code: "closest-value", closest: "order" },
      },
      { code: "decimal-invalid", detail: { scale: 2, decimalMark: "." } },
    ]);
    expect(report.findings[1]?.message).toBe("amount ist keine Zahl mit höchstens 2 Stellen nach „.“.");
    expect(report.reasons).toEqual(["2 von 2 Datensätzen wurden zurückgewiesen; vereinbart ist keiner."]);
    expect(rejectedRows.content().toString()).toContain("nicht in der vereinbarten Liste");
  });

  test("says where the errors of the file are, in German", async () => {
    const report = await check(feed, `id,day\norder,\n`, { locale: "de" });
    expect(report.reasons[0]).toBe("Zeile 1: In der Kopfzeile fehlt die Spalte amount.");
  });
});
