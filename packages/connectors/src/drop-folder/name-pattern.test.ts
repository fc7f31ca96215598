import { describe, expect, test } from "vitest";
import type { z } from "zod";
import {
  fillPattern,
  folderPath,
  namePattern,
  pathPattern,
  searchPattern,
  toNameExpression,
} from "./name-pattern.js";

const accepts = (schema: z.ZodType, text: string) => schema.safeParse(text).success;

describe("patterns", () => {
  test.for([
    ["{load}_{yyyy}{mm}{dd}.csv", true],
    ["orders.csv", true],
    ["{file}.csv", false],
    ["{lode}.csv", false],
    ["a/b.csv", false],
    ["..", false],
    ["a*.csv", false],
    ["a\n.csv", false],
    ["", false],
  ] as const)("take %j for the name of a file: %s", ([text, isName]) => {
    expect(accepts(namePattern, text)).toBe(isName);
  });

  test.for([
    ["{file}.tmp", true, true],
    ["/parts/{run}/{file}", true, true],
    ["results/results.json", true, true],
    ["/out/{stem}*.ok", false, true],
    ["/o*t/{stem}.ok", false, false],
    ["/out/", false, false],
    ["/out/../in/a", false, false],
    ["./a", false, false],
    ["a//b", false, false],
    ["{rows}", false, false],
  ] as const)("take %j for a path: %s, and to search: %s", ([text, isPath, isSearch]) => {
    expect([accepts(pathPattern, text), accepts(searchPattern, text)]).toEqual([isPath, isSearch]);
  });

  test("of folders begin at the root", () => {
    expect(folderPath.parse("/in/")).toBe("/in");
    expect(folderPath.parse("/")).toBe("");
    for (const odd of ["in", "/in/../out", "/a//b"]) expect(accepts(folderPath, odd)).toBe(false);
  });
});

describe("fillPattern", () => {
  test("leaves braces alone that are of no term", () => {
    expect(fillPattern('{"file":"{file}","x":{y}}', { file: "a.csv" })).toBe('{"file":"a.csv","x":{y}}');
  });
});

describe("toNameExpression", () => {
  test("reads terms out of a name, each the same wherever it stands", () => {
    const expression = toNameExpression("{load}_{yyyy}{mm}_{run}.{run}.csv", { load: "A.B" });
    expect(expression.exec("A.B_202601_k1.k1.csv")?.groups).toEqual({ yyyy: "2026", mm: "01", run: "k1" });
    expect(expression.exec("A.B_202601_k1.k2.csv")).toBeNull();
    expect(expression.exec("AxB_202601_k1.k1.csv")).toBeNull();
  });
});
