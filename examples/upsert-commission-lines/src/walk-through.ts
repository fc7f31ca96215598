import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { type Outcome, runLoad, waitForOutcome } from "@spm-ops/connectors";
import { sha256 } from "@spm-ops/core";
import { openEnvironment } from "./environment.js";

const MONTH =
  "Ext_Id__c,Participant__c,Amount__c\nL-1,P-7,120.50\nL-2,,80.00\nL-3,P-9,99.50\nL-4,P-7,40.00\n";
const CORRECTION = "Ext_Id__c,Participant__c,Amount__c\nL-2,P-8,80.00\nL-3,P-9,98.50\n";

/** Upserts the lines of a month, keeps the refused ones for their sender, and upserts the correction. */
export async function walkThrough(folder: string, tell: (line: string) => void) {
  await using environment = await openEnvironment();
  const { salesforce, polling } = environment;

  const upsert = (name: string, content: string) =>
    runLoad(
      salesforce,
      {
        load: "Lines",
        file: toFile(name, content),
        keepRejects: async (rejectsName, rows) => {
          const path = join(folder, rejectsName);
          await pipeline(rows, createWriteStream(path));
          return path;
        },
      },
      { polling },
    );

  const month = await upsert("month.csv", MONTH);
  tell(`The month: ${describe(month.outcome)}.`);
  for (const path of month.rejects) {
    tell("For the sender, as Salesforce wrote it:");
    for (const line of (await readFile(path, "utf8")).trimEnd().split("\n")) tell(`  ${line}`);
  }
  const correction = await upsert("correction.csv", CORRECTION);
  tell(`The correction, with a line that was there: ${describe(correction.outcome)}.`);

  const handle = await salesforce.start({ kind: "report", object: "Lines" });
  await waitForOutcome(salesforce, handle, polling);
  const [, ...lines] = (await text(salesforce.report(handle))).trimEnd().split("\n");
  tell(`The org holds ${lines.length} lines.`);
  return { month, correction, lines };
}

function toFile(name: string, content: string) {
  const bytes = Buffer.from(content);
  async function* open() {
    yield bytes;
  }
  return { name, sizeBytes: bytes.byteLength, sha256: sha256(bytes), open };
}

/** An absent count is unknown, which is not zero. */
function describe({ state, volume }: Outcome): string {
  const { rowsWritten = "unknown", rowsRejected = "unknown" } = volume;
  return `${state}, ${rowsWritten} written, ${rowsRejected} refused`;
}
