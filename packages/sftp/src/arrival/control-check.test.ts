import { describe, expect, test } from "vitest";
import { checkControl } from "./control-check.js";
import { toDeliveryFacts, trailerEvidence } from "./validation-evidence.js";

const entry = { sizeBytes: 500, records: 3, sha256: "a".repeat(64), sums: { amount: "12.50", quota: "7" } };

describe("checkControl", () => {
  test("tells after the fetch what agrees and what is still open", () => {
    expect(checkControl(entry, { sizeBytes: 500, sha256: "a".repeat(64) })).toEqual({
      evidence: {
        kind: "control-agrees",
        agreed: ["sizeBytes", "sha256"],
        words: "its control file agrees in sizeBytes, sha256",
      },
      contradictions: [],
      open: ["records", "amount", "quota"],
    });
  });

  test("compares sums as numbers", () => {
    const sums = { amount: "+0012.5", quota: "7.00" };
    expect(checkControl(entry, { sums }).evidence).toMatchObject({ agreed: ["amount", "quota"] });
    expect(checkControl({ sums: { amount: "-0.00" } }, { sums: { amount: "0" } }).contradictions).toEqual([]);
    expect(checkControl({ sums: { amount: "-1" } }, { sums: { amount: "1" } }).contradictions).toHaveLength(
      1,
    );
    expect(checkControl({ sums: { amount: "100" } }, { sums: { amount: "1" } }).contradictions).toHaveLength(
      1,
    );
  });

  test("tells every contradiction in words, and no evidence where nothing agrees", () => {
    expect(checkControl(entry, { records: 2, sums: { amount: "12.51" } })).toEqual({
      evidence: undefined,
      contradictions: [
        {
          about: "records",
          promised: "3",
          found: "2",
          words: "the control file promises 3 records, but there is 2",
        },
        {
          about: "amount",
          promised: "12.5",
          found: "12.51",
          words: "the control file promises 12.5 as the sum of amount, but there is 12.51",
        },
      ],
      open: ["sizeBytes", "sha256", "quota"],
    });
  });
});

describe("toDeliveryFacts", () => {
  test("tells the sums of all records, also where some were rejected", () => {
    const totalsRead = { amount: "12.50" };
    expect(toDeliveryFacts({ records: { read: 3, accepted: 2, rejected: 1 }, totalsRead })).toEqual({
      records: 3,
      sums: totalsRead,
    });
  });
});

describe("trailerEvidence", () => {
  const feed = { trailer: { mark: "T", count: 2, sums: { amount: 3 } } };

  test("speaks for a file whose trailer agrees, and for no other", () => {
    expect(trailerEvidence(feed, { summary: [] })).toEqual({
      kind: "trailer",
      agreed: ["records", "amount"],
      words: "its trailer agrees in records, amount",
    });
    const wrong = { code: "trailer-sum", severity: "error", column: "amount", count: 1 } as const;
    expect(trailerEvidence(feed, { summary: [wrong] })).toBeUndefined();
    expect(trailerEvidence({}, { summary: [] })).toBeUndefined();
  });
});
