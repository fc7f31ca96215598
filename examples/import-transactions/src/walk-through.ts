import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { waitForOutcome } from "@spm-ops/connectors";
import { isSpmError, sha256 } from "@spm-ops/core";
import { openEnvironment } from "./environment.js";

const TRANSACTIONS = "Number,Participant,Amount\nT-1,P-7,120.50\nT-2\nT-3,P-9,99.50\n";

/** Uploads a file, activates its import once though the answer is lost, and keeps the activity's error file. */
export async function walkThrough(folder: string, tell: (line: string) => void) {
  await using environment = await openEnvironment();
  const { oracle, polling } = environment;

  const staged = await oracle.stage("Transactions", toFile("transactions.csv", TRANSACTIONS));
  tell(`Uploaded ${staged.name}; its import activity is there, and not active yet.`);

  const request = { kind: "load", object: "Transactions", staged } as const;
  const since = Date.now();
  const { state } = await oracle.find({ request, since });
  tell(`Before the start, "find" says: ${state}.`);
  environment.loseReply();
  const found = await oracle.start(request).then(
    (output) => ({ state: "happened", output }) as const,
    async (error: unknown) => {
      if (!isSpmError(error, "remote.unknown")) throw error;
      const answer = await oracle.find({ request, since });
      tell(`The start was not answered, but "find" says: ${answer.state}. It is not activated again.`);
      return answer;
    },
  );
  if (found.state !== "happened") throw new TypeError("A person has to look at the activity.");

  const outcome = await waitForOutcome(oracle, found.output, polling);
  const { rowsRead = "unknown", rowsWritten = "unknown", rowsRejected = "unknown" } = outcome.volume;
  tell(`${outcome.state}: rows read ${rowsRead}, written ${rowsWritten}, in error ${rowsRejected}.`);
  const errors: string[] = [];
  for await (const { name, bytes } of oracle.rejects(found.output)) {
    const path = join(folder, name);
    await pipeline(bytes, createWriteStream(path));
    errors.push(path);
    tell(`The error file: ${(await readFile(path, "utf8")).trimEnd().replaceAll("\n", "; ")}`);
  }
  return { outcome, errors };
}

function toFile(name: string, content: string) {
  const bytes = Buffer.from(content);
  async function* open() {
    yield bytes;
  }
  return { name, sizeBytes: bytes.byteLength, sha256: sha256(bytes), open };
}
