import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineFeed } from "../feed/feed.js";
import { toChunks } from "./testing/check-orders.js";
import { toCsvwFeed } from "./testing/csvw-feed.js";
import { validateFile } from "./validate-file.js";

const root = fileURLToPath(new URL("../../../../../shared/corpora/csvw/tests", import.meta.url));

const manifestSchema = z.object({
  entries: z.array(
    z.object({
      id: z.string(),
      type: z.enum([
        "csvt:NegativeValidationTest",
        "csvt:PositiveValidationTest",
        "csvt:WarningValidationTest",
      ]),
      action: z.string(),
      httpLink: z.string().optional(),
    }),
  ),
});

type Case = z.output<typeof manifestSchema>["entries"][number];

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Whether a feed that says what the metadata say takes the file; `undefined` when no feed can say it. */
async function takes({ action, httpLink }: Case): Promise<boolean | undefined> {
  if (!action.endsWith(".json") || httpLink !== undefined) return undefined;
  const folder = join(root, action, "..");
  const claimed = toCsvwFeed(readJson(join(root, action)));
  if (claimed === undefined || !existsSync(join(folder, claimed.file))) return undefined;
  const bytes = readFileSync(join(folder, claimed.file));
  try {
    const feed = defineFeed(claimed.feed);
    const report = await validateFile(feed, { name: claimed.file, bytes: toChunks(bytes) });
    return report.verdict !== "refused";
  } catch (error) {
    // Metadata that contradict themselves are refused when they are declared.
    if (isSpmError(error, "config.invalid")) return false;
    throw error;
  }
}

/** So many of the 282 cases ask for what a feed can say; when fewer are, the translation has lost something. */
const CLAIMED = 37;

describe("the validation cases of CSVW", () => {
  test("that a feed can express end as they should", async ({ skip, annotate }) => {
    skip(!existsSync(root), "the corpus csvw does not lie beside the project");
    const { entries } = manifestSchema.parse(readJson(join(root, "manifest-validation.jsonld")));
    const wrong: string[] = [];
    let claimed = 0;
    for (const entry of entries) {
      const taken = await takes(entry);
      if (taken === undefined) continue;
      claimed += 1;
      if (taken !== (entry.type !== "csvt:NegativeValidationTest")) wrong.push(`${entry.id}: ${entry.type}`);
    }
    await annotate(
      `${claimed - wrong.length} of ${claimed} claimed cases pass, of ${entries.length} in all.`,
    );
    expect(wrong).toEqual([]);
    expect(claimed).toBe(CLAIMED);
  });
});
