import { array, assert, bigInt, constantFrom, integer, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Volume } from "../../volume.js";
import { findDifference, type Reconciliation } from "./reconciliation.js";

const rows: Reconciliation = {
  measure: "rowsRead",
  with: { step: "validate", measure: "rowsWritten" },
};
const amounts: Reconciliation = { measure: "amounts", with: { step: "validate", measure: "amounts" } };
const compare = (check: Reconciliation, here: Volume | undefined, there: Volume | undefined) =>
  findDifference([check], here, (step) => (step === "validate" ? there : undefined));
const money = (of: Readonly<Record<string, string>>): Volume => ({ amounts: of });

describe("findDifference", () => {
  test("says nothing when all is equal, zero included", () => {
    expect(compare(rows, { rowsRead: 5 }, { rowsWritten: 5 })).toBeUndefined();
    expect(compare(rows, { rowsRead: 0 }, { rowsWritten: 0 })).toBeUndefined();
    expect(findDifference([], undefined, () => undefined)).toBeUndefined();
  });

  test("says both figures of all that differ", () => {
    const there: Volume = { rowsWritten: 1_234, amounts: { EUR: "5" } };
    expect(findDifference([rows, amounts], { rowsRead: 1_233 }, () => there)).toBe(
      "does not reconcile: rowsRead 1,233, but rowsWritten of validate 1,234; " +
        "amounts unknown, but amounts of validate 5 EUR",
    );
  });

  test("does not take what is unknown for anything, not even for what is unknown too", () => {
    const unknown = [undefined, {}, { rowsRejected: 3 }];
    for (const here of unknown) {
      for (const there of unknown) {
        expect(compare(rows, here, there)).toBeDefined();
        expect(compare(amounts, here, there)).toBeDefined();
      }
    }
    expect(compare(rows, { rowsRead: 0 }, {})).toContain("0, but rowsWritten of validate unknown");
  });

  test("holds amounts against one another currency by currency", () => {
    const both = money({ EUR: "5.10", USD: "7" });
    expect(compare(amounts, both, money({ USD: "7.00", EUR: "5.1" }))).toBeUndefined();
    expect(compare(amounts, both, money({ EUR: "5.10" }))).toBeDefined();
    expect(compare(amounts, both, money({ EUR: "5.10", GBP: "7" }))).toBeDefined();
    expect(compare(amounts, both, money({ EUR: "5.11", USD: "7" }))).toBeDefined();
  });

  test("takes texts of one number for equal, and of two for different, to the last digit", () => {
    const zeros = integer({ min: 0, max: 5 }).map((count) => "0".repeat(count));
    assert(
      property(
        bigInt({ min: 0n, max: 10n ** 30n }),
        array(integer({ min: 0, max: 9 }), { maxLength: 8 }).map((digits) => digits.join("")),
        tuple(zeros, zeros),
        constantFrom("", "-"),
        (whole, fraction, [before, after], sign) => {
          const write = (lead: string, digits: string) =>
            money({ EUR: `${sign}${lead}${whole}${digits === "" ? "" : `.${digits}`}` });
          const text = write("", fraction);
          expect(compare(amounts, text, write(before, `${fraction}${after}`))).toBeUndefined();
          expect(compare(amounts, text, write(before, `${fraction}${after}1`))).toBeDefined();
        },
      ),
    );
  });

  test("knows no negative zero", () => {
    expect(compare(amounts, money({ EUR: "-0.00" }), money({ EUR: "0" }))).toBeUndefined();
  });
});
