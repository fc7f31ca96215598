import { createReadStream } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isSpmError } from "@spm-ops/core";
import { inferFeed } from "@spm-ops/sftp";
import { declareOrders, validateFeedSet } from "@spm-ops/sftp/kit";
import { monthlySet } from "./client-feeds.js";
import { writeClientFiles } from "./client-files.js";

/** Validates the month's files in a folder, drafts a feed from one of them, and tells what comes of it, a line each. */
export async function walkThrough(folder: string, tell: (line: string) => void): Promise<void> {
  tellImpossible(tell);
  await writeClientFiles(folder);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".csv"));
  const sources = names.map((name) => ({ name, open: () => createReadStream(join(folder, name)) }));

  const { title, verdict, files, reasons } = await validateFeedSet(monthlySet, sources);
  for (const { feed, report } of files) {
    if (report === null) continue;
    const { records, references } = report;
    const heldAgainst = references.map(({ name, size }) => `${size} ${name}`).join(" and ");
    tell(
      `${feed}: ${report.verdict}, ${records.accepted} of ${records.read} records${heldAgainst === "" ? "" : `, held against ${heldAgainst}`}.`,
    );
    for (const { line, message, value } of report.findings) tell(`  line ${line}, ${value}: ${message}`);
  }
  tell(`${title}: ${verdict}.`);
  for (const reason of reasons) tell(`  ${reason}`);

  const sample = "ORDERS_202610.csv";
  const { doubts, sourceText } = await inferFeed({
    name: sample,
    bytes: createReadStream(join(folder, sample)),
  });
  await writeFile(join(folder, "orders-feed.ts"), sourceText);
  tell(`A draft from ${sample} has ${doubts.length} doubts. Of its columns:`);
  for (const { column, message } of doubts) if (column !== null) tell(`  ${column}: ${message}.`);
}

/** Each amount needs a currency: from a column, or from the adaptation. */
function tellImpossible(tell: (line: string) => void): void {
  try {
    declareOrders({ omit: ["currency"], columns: { participant: { pattern: "(" } } });
  } catch (error) {
    if (!isSpmError(error, "config.invalid")) throw error;
    tell(`An adaptation that cannot be: ${error.details.issues.join("; ")}.`);
  }
}
