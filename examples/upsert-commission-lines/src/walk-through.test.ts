import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { walkThrough } from "./walk-through.js";

test("prints what its README says, and keeps the refused line with its reason", async () => {
  const folder = await mkdtemp(join(tmpdir(), "spm-lines-"));
  const lines: string[] = [];
  const result = await walkThrough(folder, (line) => lines.push(line));
  const refused = await Promise.all(result.month.rejects.map((path) => readFile(path, "utf8")));
  await rm(folder, { recursive: true });
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, printed = ""] = /^```text\n([^`]+)\n```$/m.exec(readme) ?? [];
  expect(lines).toEqual(printed.split("\n"));
  expect(refused).toEqual([expect.stringMatching(/REQUIRED_FIELD_MISSING.*"L-2"/)]);
  expect(result.lines).toContain('"L-3","P-9","98.50"');
});
