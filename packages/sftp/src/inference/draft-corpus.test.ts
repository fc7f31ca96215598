import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { defineFeed } from "../feed/feed.js";
import { toChunks } from "../validation/testing/check-orders.js";
import { validateFile } from "../validation/validate-file.js";
import { inferFeed } from "./infer-feed.js";

const root = fileURLToPath(new URL("../../../../../shared/corpora/duckdb-csv/data", import.meta.url));

/**
 * So many of the 968 drafts take their file, when last counted. The other files hold what no feed bears: comments, rows
 * of different widths, quotes that never close, bytes without meaning, nothing at all.
 */
const DRAFTED = 630;

/** What became of the drafts of a folder of files. */
interface Outcome {
  drafted: number;
  explained: number;
  readonly silent: string[];
}

async function draft(file: string, outcome: Outcome): Promise<void> {
  const bytes = readFileSync(file);
  const name = basename(file);
  const { declaration, doubts } = await inferFeed({ name, bytes: toChunks(bytes) });
  if (doubts.some(({ code, alternatives }) => code === "sample-refused" && alternatives.length > 0)) {
    outcome.explained += 1;
    return;
  }
  const report = await validateFile(defineFeed(declaration), { name, bytes: toChunks(bytes) });
  if (report.verdict === "refused") outcome.silent.push(file);
  else outcome.drafted += 1;
}

describe("drafts of the files of DuckDB's tests", () => {
  test("take the file that they were made of, or say why not", { timeout: 300_000 }, async ({
    skip,
    annotate,
  }) => {
    skip(!existsSync(root), "the corpus duckdb-csv does not lie beside the project");
    const files = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const outcome: Outcome = { drafted: 0, explained: 0, silent: [] };
    for (const file of files) await draft(file, outcome);
    const { drafted, explained, silent } = outcome;
    await annotate(`${drafted} of ${files.length} drafts take their file, ${explained} say why they do not.`);
    expect(silent).toEqual([]);
    expect(drafted + explained).toBe(files.length);
    expect(drafted).toBeGreaterThanOrEqual(DRAFTED);
  });
});
