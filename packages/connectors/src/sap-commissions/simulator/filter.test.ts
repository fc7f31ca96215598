import { describe, expect, test } from "vitest";
import { parseFilter } from "./filter.js";

describe("parseFilter", () => {
  const row = {
    name: "May 2026",
    value: 5,
    isOpen: true,
    nothing: null,
    from: "2026-05-01T00:00:00.000+00:00",
  };
  const meets = (text: string) => parseFilter(text)?.((path) => Reflect.get(row, path));

  test.for([
    ["name eq 'May*'", true],
    ["name ne 'May 2026'", false],
    ["value eq '5 integer' and value gt '4 integer'", true],
    ["value le '4 integer' or (isOpen eq true and name lt 'N')", true],
    ["nothing eq 'null'", true],
    ["from ge 2026-05-01 and from lt 2026-05-02T00:00:00Z", true],
    ["other eq 'x' or other gt 'x'", false],
    ["name eq", undefined],
    ["name like 'x'", undefined],
    ["(name eq 'x'", undefined],
    ["name eq 'x' name", undefined],
    ["name eq 'x", undefined],
    ["", undefined],
  ] as const)("reads %s", ([text, expected]) => {
    expect(meets(text)).toBe(expected);
  });
});
