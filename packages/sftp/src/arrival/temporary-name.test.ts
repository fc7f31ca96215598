import { describe, expect, test } from "vitest";
import { isTemporaryName, toFinalName } from "./temporary-name.js";

describe("isTemporaryName", () => {
  test.each([
    "orders.csv.part",
    "orders.csv.PARTIAL",
    "orders.csv.filepart",
    "orders.tmp",
    "orders.csv.uploading",
    "orders.csv.writing",
    "orders.csv.crdownload",
    "orders.csv~",
    "~$orders.xlsx",
    ".orders.csv",
  ])("takes %s for unfinished", (name) => {
    expect(isTemporaryName(name)).toBe(true);
  });

  test.each(["orders.csv", "part.csv", "orders.parts", "counterpart", "tmp"])(
    "takes %s for finished",
    (name) => {
      expect(isTemporaryName(name)).toBe(false);
    },
  );
});

describe("toFinalName", () => {
  test("tells what a temporary name is about to become", () => {
    expect(toFinalName("orders.csv.part")).toBe("orders.csv");
    expect(toFinalName(".orders.csv~")).toBe("orders.csv");
  });

  test("leaves a final name as it is", () => {
    expect(toFinalName("orders.csv")).toBe("orders.csv");
  });
});
