import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readHere, readThere } from "./testing/two-readings.js";

const corpus = fileURLToPath(new URL("../../../../../shared/corpora/duckdb-csv/data", import.meta.url));

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("the broken and odd files of a database's own tests", () => {
  test("are refused, or read as another strict parser reads them", { timeout: 120_000 }, async ({ skip }) => {
    skip(!existsSync(corpus), "the corpus of CSV files does not lie beside the project");
    const silentlyWrong: string[] = [];
    let loaded = 0;
    for (const file of listFiles(corpus)) {
      const bytes = readFileSync(file);
      const there = readThere(bytes);
      const columns = there?.[0]?.length ?? bytes.toString("latin1").split("\n", 1).join().split(",").length;
      const here = await readHere(bytes, columns);
      if (here.refused) continue;
      loaded += 1;
      if (JSON.stringify(there) !== JSON.stringify(here.rows)) silentlyWrong.push(file);
    }
    expect(silentlyWrong).toEqual([]);
    expect(loaded).toBeGreaterThan(500);
  });
});
