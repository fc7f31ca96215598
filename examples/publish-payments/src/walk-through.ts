import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createRunner, openSqliteLog } from "@spm-ops/core";
import { createLocalSite } from "@spm-ops/sftp";
import { openEnvironment } from "./environment.js";
import { createPaymentGuide } from "./guide.js";

const ORDERS = "Order,Payee,Amount\nO-1,P-7,120.50\nO-2,P-8,80.00\n";

/** Performs the guide once, though the answer to a start is lost, and tells what became of each step. */
export async function walkThrough(folder: string, tell: (line: string) => void) {
  await using environment = await openEnvironment(folder);
  await using log = await openSqliteLog({ path: join(folder, "log.sqlite") });
  const site = createLocalSite({ root: folder });
  const runner = createRunner({ log, guides: [createPaymentGuide(environment, site)], worker: "example" });

  const input = await site.write("/received.csv", Readable.from([Buffer.from(ORDERS)]));
  environment.loseReply();
  const run = await runner.perform({ procedureId: "publish-payments", runId: "payments-1", input });
  for (const { stepId, status, found, volume } of run.steps) {
    const rows = /ed$/.test(stepId) ? `, rows written ${volume?.rowsWritten ?? "unknown"}` : "";
    tell(`${stepId}: ${status}${rows}${found ? ", found in the model after its answer was lost" : ""}.`);
  }
  const payments = await readFile(join(folder, "payments.csv"), "utf8");
  tell(`Published: ${payments.trimEnd().replaceAll("\n", "; ")}`);
  return { status: run.status, payments };
}
