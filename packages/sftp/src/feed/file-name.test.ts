import { describe, expect, test } from "vitest";
import { compileFileName, findTemplateProblem } from "./file-name.js";

describe("compileFileName", () => {
  test("takes a literal name literally", () => {
    const read = compileFileName("orders.v2 (final).csv");
    expect(read("orders.v2 (final).csv")).toEqual({});
    expect(read("ordersXv2 (final).csv")).toBeUndefined();
    expect(read("Orders.v2 (final).csv")).toBeUndefined();
  });

  test.each(["2026", "2026-10", "202610", "2026Q4", "2026-Q4", "20261031", "2026-10-31"])(
    "reads %s as a period",
    (period) => {
      expect(compileFileName("a_{period}.csv")(`a_${period}.csv`)).toEqual({ period });
    },
  );

  test("reads several tokens", () => {
    const read = compileFileName("{any}_{date}T{time}_{sequence}.csv");
    expect(read("eu_20261031T2359_0007.csv")).toEqual({
      any: "eu",
      date: "20261031",
      time: "2359",
      sequence: "0007",
    });
    expect(read("eu_20261031T2359_seven.csv")).toBeUndefined();
  });

  test("finds a name that a Mac decomposed", () => {
    expect(compileFileName("caf\u00e9.csv")("cafe\u0301.csv")).toEqual({});
  });
});

describe("findTemplateProblem", () => {
  test.each([
    ["{period}_{period}.csv", "holds a token twice"],
    ["orders{.csv", "holds a brace without its partner"],
    ["in\\orders.csv", "must be a name without folders"],
  ])("says what is wrong with %s", (template, problem) => {
    expect(findTemplateProblem(template)).toBe(problem);
  });
});
