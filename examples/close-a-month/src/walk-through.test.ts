import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { walkThrough } from "./walk-through.js";

test("prints what its README says, and shows who signed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "spm-month-"));
  const lines: string[] = [];
  await walkThrough(folder, (line) => lines.push(line));
  const page = await readFile(join(folder, "run.html"), "utf8");
  await rm(folder, { recursive: true });
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, printed = ""] = /^```text\n([^`]+)\n```$/m.exec(readme) ?? [];
  expect(lines).toEqual(printed.split("\n"));
  for (const signer of ["controller-1", "controller-2"]) expect(page).toContain(signer);
});
