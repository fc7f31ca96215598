import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { walkThrough } from "./walk-through.js";

test("prints what its README says, and leaves both drops with their results", async () => {
  const folder = await mkdtemp(join(tmpdir(), "spm-drops-"));
  const lines: string[] = [];
  const result = await walkThrough(folder, (line) => lines.push(line));
  const runs = await readdir(join(folder, "site", "drop-zone"));
  await rm(folder, { recursive: true });
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, printed = ""] = /^```text\n([^`]+)\n```$/m.exec(readme) ?? [];
  expect(lines).toEqual(printed.split("\n"));
  expect(runs).toHaveLength(2);
  expect(result).toMatchObject({ good: { state: "succeeded", volume: {} }, bad: { state: "failed" } });
});
