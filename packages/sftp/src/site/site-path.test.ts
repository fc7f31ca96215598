import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAddressableName } from "./site-name.js";
import { folderOf, joinSitePath, splitSitePath, toSitePath, toTemporaryPath } from "./site-path.js";

describe("splitSitePath", () => {
  test("gives the names, whatever the number of slashes", () => {
    expect(splitSitePath("/")).toEqual([]);
    expect(splitSitePath("//inbox///a b.csv/")).toEqual(["inbox", "a b.csv"]);
  });

  test.each(["", "a", "./a", "/a/../b", "/./a", "/a\u0000", "/a\u202eb", "/caf\ufffd", "/\u007f"])(
    "refuses %j",
    (path) => {
      expect(() => splitSitePath(path)).toThrow(expect.objectContaining({ code: "file.refused" }));
    },
  );

  test("refuses a name that no file system holds", () => {
    expect(() => splitSitePath(`/${"é".repeat(128)}`)).toThrow(/too-long/);
  });
});

describe("toSitePath", () => {
  test("has one spelling for a path, which it leaves as it is", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: 20 }).filter(isAddressableName)), (names) => {
        const path = toSitePath(`//${names.join("//")}/`);
        expect(toSitePath(path)).toBe(path);
        expect(splitSitePath(path)).toEqual(names);
        if (names.length > 0) expect(joinSitePath(folderOf(path), names.at(-1) ?? "")).toBe(path);
      }),
    );
  });
});

describe("toTemporaryPath", () => {
  test("is hidden, lies beside the target and tells its end", () => {
    expect(toTemporaryPath("/inbox/a.csv", "7")).toBe("/inbox/.a.csv.7.part");
    expect(toTemporaryPath("/a.csv", "7")).toBe("/.a.csv.7.part");
  });

  test("fits where the target fits, without half a character", () => {
    const path = toTemporaryPath(`/${"é".repeat(127)}`, "00000000-0000-0000-0000-000000000000");
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(256);
    expect(() => splitSitePath(path)).not.toThrow();
  });
});
