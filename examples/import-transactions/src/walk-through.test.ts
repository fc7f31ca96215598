import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { walkThrough } from "./walk-through.js";

test("prints what its README says, and keeps the error file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "spm-transactions-"));
  const lines: string[] = [];
  const result = await walkThrough(folder, (line) => lines.push(line));
  const errors = await Promise.all(result.errors.map((path) => readFile(path, "utf8")));
  await rm(folder, { recursive: true });
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, printed = ""] = /^```text\n([^`]+)\n```$/m.exec(readme) ?? [];
  expect(lines).toEqual(printed.split("\n"));
  expect(errors).toEqual([expect.stringContaining("T-2,")]);
  expect(result.outcome.volume).toEqual({ rowsWritten: 2, rowsRejected: 1 });
});
