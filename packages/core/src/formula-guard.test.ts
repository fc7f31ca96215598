import { describe, expect, test } from "vitest";
import { guardFormula } from "./formula-guard.js";

describe("guardFormula", () => {
  test.each(["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-", "+1 555", "-1e", "=10"])(
    "puts an apostrophe before %j",
    (text) => {
      expect(guardFormula(text)).toBe(`'${text}`);
    },
  );

  test.each(["-10", "+10", "-10.50", "-10,50", "-1.234,56", "-.5", "-5.", "+1.5e-3", "10", "a=b", "", " =1"])(
    "leaves %j as it is",
    (text) => {
      expect(guardFormula(text)).toBe(text);
    },
  );
});
