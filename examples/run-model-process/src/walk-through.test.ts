import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { walkThrough } from "./walk-through.js";

test("prints what its README says, and keeps the dump of each import", async () => {
  const folder = await mkdtemp(join(tmpdir(), "spm-process-"));
  const lines: string[] = [];
  const result = await walkThrough(folder, (line) => lines.push(line));
  const dumps = await Promise.all(result.dumps.map((path) => readFile(path, "utf8")));
  await rm(folder, { recursive: true });
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, printed = ""] = /^```text\n([^`]+)\n```$/m.exec(readme) ?? [];
  expect(lines).toEqual(printed.split("\n"));
  expect(dumps).toEqual([expect.stringContaining("A-4711"), expect.stringContaining("West")]);
  expect(result.outcome.volume).toEqual({ rowsRead: 8_003, rowsWritten: 8_001, rowsRejected: 2 });
});
