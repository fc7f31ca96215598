import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { walkThrough } from "./walk-through.js";

test("prints what its README says, and writes the draft", async () => {
  const folder = await mkdtemp(join(tmpdir(), "spm-feeds-"));
  const lines: string[] = [];
  await walkThrough(folder, (line) => lines.push(line));
  const draft = await readFile(join(folder, "orders-feed.ts"), "utf8");
  await rm(folder, { recursive: true });
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, printed = ""] = /^```text\n([^`]+)\n```$/m.exec(readme) ?? [];
  expect(lines).toEqual(printed.split("\n"));
  expect(draft).toContain('order_date: { type: "date", required: true, format: "dd.MM.yyyy" }');
});
