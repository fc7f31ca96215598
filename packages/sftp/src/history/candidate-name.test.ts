import { describe, expect, test } from "vitest";
import { splitExtension, toCandidateName } from "./candidate-name.js";

describe("splitExtension", () => {
  test.each([
    ["orders.csv", "orders", ".csv"],
    ["orders.2026.csv.gz", "orders.2026", ".csv.gz"],
    ["orders.csv.PGP", "orders", ".csv.PGP"],
    ["orders", "orders", ""],
    ["orders.a long tail", "orders.a long tail", ""],
    [".csv", ".csv", ""],
    ["", "", ""],
  ])("splits %s", (name, stem, extension) => {
    expect(splitExtension(name)).toEqual({ stem, extension });
  });
});

describe("toCandidateName", () => {
  test("keeps the first name as it is and numbers the others before the extension", () => {
    expect(toCandidateName("orders/a__1f.csv.gz", 1)).toBe("orders/a__1f.csv.gz");
    expect(toCandidateName("orders/a__1f.csv.gz", 2)).toBe("orders/a__1f__0002.csv.gz");
    expect(toCandidateName("orders/a__1f", 12)).toBe("orders/a__1f__0012");
  });
});
