import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readHere, readThere } from "./testing/two-readings.js";

const corpora = fileURLToPath(new URL("../../../../../shared/corpora", import.meta.url));

/** More files than this are sound for a feed of texts: of 968 files 512, and of 202 files 195, when last counted. */
const CORPORA = [
  { folder: "duckdb-csv/data", loadedAtLeast: 500 },
  { folder: "csvw/tests", loadedAtLeast: 190 },
] as const;

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (folder.includes("duckdb") || entry.name.endsWith(".csv")))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("the broken and odd files of other people's tests", () => {
  for (const { folder, loadedAtLeast } of CORPORA) {
    const title = `of ${folder} are refused, or read as another strict parser reads them`;
    test(title, { timeout: 120_000 }, async ({ skip }) => {
      const root = join(corpora, folder);
      skip(!existsSync(root), `the corpus ${folder} does not lie beside the project`);
      const silentlyWrong: string[] = [];
      let loaded = 0;
      for (const file of listFiles(root)) {
        const bytes = readFileSync(file);
        const there = readThere(bytes);
        const columns = there?.[0]?.length ?? countCells(bytes);
        const here = await readHere(bytes, columns);
        if (here.refused) continue;
        loaded += 1;
        if (JSON.stringify(there) !== JSON.stringify(here.rows)) silentlyWrong.push(file);
      }
      expect(silentlyWrong).toEqual([]);
      expect(loaded).toBeGreaterThan(loadedAtLeast);
    });
  }
});

/** A guess at the width of a file that the other parser refuses. */
function countCells(bytes: Buffer): number {
  return bytes.toString("latin1").split("\n", 1).join().split(",").length;
}
