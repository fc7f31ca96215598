import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { waitForOutcome } from "@spm-ops/connectors";
import { retry, sha256 } from "@spm-ops/core";
import { openEnvironment } from "./environment.js";

const HEADER = "order_code,item_code,batch_name,period_name,amount\n";
const ORDERS = `${HEADER}O-1,1,May,2026-05,120.50\nO-2,1,May,2026-05,eighty\nO-3,1,May,2026-05,99.50\n`;

/** Loads orders that do not validate, keeps the vendor's complaints, and loads the corrected orders. */
export async function walkThrough(folder: string, tell: (line: string) => void) {
  await using environment = await openEnvironment(folder);
  const { xactly, pipeline: object, polling, busy } = environment;

  const load = async (title: string, content: string) => {
    await xactly.stage(object, toFile("orders.csv", content));
    const handle = await retry(() => xactly.start({ kind: "load", object }), busy, {
      onRetry: () => tell("The pipeline runs already, for somebody else: wait."),
    });
    const outcome = await waitForOutcome(xactly, handle, polling);
    // An absent count is unknown, which is not zero.
    const { rowsWritten = "unknown", rowsRejected = "unknown" } = outcome.volume;
    tell(`${title}: ${outcome.state}, rows written ${rowsWritten}, rejected ${rowsRejected}.`);
    return { handle, outcome };
  };

  const { handle, outcome: first } = await load("The orders", ORDERS);
  for (const { state, message } of first.parts ?? []) if (state === "failed") tell(`  ${message}`);
  // Each validation fills the table of errors anew: collect them at once.
  const errors: string[] = [];
  for await (const { name, bytes } of xactly.rejects(handle)) {
    const path = join(folder, name);
    await pipeline(bytes, createWriteStream(path));
    errors.push(path);
    tell(`Kept ${name}:`);
    for (const line of (await readFile(path, "utf8")).trimEnd().split("\n")) tell(`  ${line}`);
  }

  environment.beBusy();
  const { outcome: second } = await load("The corrected orders", ORDERS.replace("eighty", "80.00"));
  const report = await xactly.start({ kind: "report", object: "Orders" });
  await waitForOutcome(xactly, report, polling);
  const [, ...rows] = (await text(xactly.report(report))).trimEnd().split("\n");
  tell(`Xactly holds ${rows.join("; ")}.`);
  return { first, errors, second, rows };
}

function toFile(name: string, content: string) {
  const bytes = Buffer.from(content);
  async function* open() {
    yield bytes;
  }
  return { name, sizeBytes: bytes.byteLength, sha256: sha256(bytes), open };
}
