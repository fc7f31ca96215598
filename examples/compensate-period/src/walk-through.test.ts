import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { walkThrough } from "./walk-through.js";

test("prints what its README says, and tells a cancelled pipeline from one that succeeded", async () => {
  const lines: string[] = [];
  const result = await walkThrough((line) => lines.push(line));
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, printed = ""] = /^```text\n([^`]+)\n```$/m.exec(readme) ?? [];
  expect(lines).toEqual(printed.split("\n"));
  expect(result).toMatchObject({ cancelled: { state: "cancelled" }, done: { state: "succeeded" } });
});
