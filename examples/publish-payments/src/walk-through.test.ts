import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { walkThrough } from "./walk-through.js";

test("prints what its README says, and keeps the published file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "spm-payments-"));
  const lines: string[] = [];
  const result = await walkThrough(folder, (line) => lines.push(line));
  const kept = await readFile(join(folder, "payments.csv"), "utf8");
  await rm(folder, { recursive: true });
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, printed = ""] = /^```text\n([^`]+)\n```$/m.exec(readme) ?? [];
  expect(lines).toEqual(printed.split("\n"));
  expect(result).toEqual({ status: "succeeded", payments: kept });
});
