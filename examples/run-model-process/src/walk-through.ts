import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { waitForOutcome } from "@spm-ops/connectors";
import { retry, sha256 } from "@spm-ops/core";
import { openEnvironment } from "./environment.js";

const ACCOUNTS = Array.from({ length: 8_000 }, (_, at) => `A-${at},${at === 4_711 ? "Nrth" : "North"}\n`);
const QUOTAS = ["North,5000.00\n", "South,4000.00\n", "West,3000.00\n"];

/** Sends two files in chunks, runs the process that imports both, and keeps the dump of each import. */
export async function walkThrough(folder: string, tell: (line: string) => void) {
  await using environment = await openEnvironment();
  const { anaplan, names, polling, busy } = environment;
  const files = [
    [names.accounts, toFile("accounts.csv", `Account,Region\n${ACCOUNTS.join("")}`)],
    [names.quotas, toFile("quotas.csv", `Region,Quota\n${QUOTAS.join("")}`)],
  ] as const;
  for (const [load, file] of files) {
    const { name, sizeBytes, chunks } = await anaplan.stage(load, file);
    tell(`Sent ${name}: ${sizeBytes} bytes in ${chunks} ${chunks === 1 ? "chunk" : "chunks"}.`);
  }

  environment.beBusy();
  const handle = await retry(() => anaplan.start({ kind: "process", object: names.process }), busy, {
    onRetry: (_error, attempt) => tell(`Start ${attempt} is refused, as the model is busy: wait.`),
  });
  const outcome = await waitForOutcome(anaplan, handle, polling);
  tell(`The process: ${outcome.state}.`);
  for (const { object, state, volume } of outcome.parts ?? []) {
    const { rowsRead = "unknown", rowsRejected = "unknown" } = volume;
    tell(`  ${object}: ${state}, rows read ${rowsRead}, rejected ${rowsRejected}.`);
  }

  const dumps: string[] = [];
  for await (const { name, bytes } of anaplan.rejects(handle)) {
    const path = join(folder, name);
    await pipeline(bytes, createWriteStream(path));
    dumps.push(path);
    const [, ...rows] = (await readFile(path, "utf8")).trimEnd().split("\n");
    tell(`Kept ${name}: ${rows.join("; ")}`);
  }
  return { outcome, dumps };
}

function toFile(name: string, content: string) {
  const bytes = Buffer.from(content);
  async function* open() {
    yield bytes;
  }
  return { name, sizeBytes: bytes.byteLength, sha256: sha256(bytes), open };
}
