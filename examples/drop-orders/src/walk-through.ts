import { type Outcome, waitForOutcome } from "@spm-ops/connectors";
import { isSpmError, sha256 } from "@spm-ops/core";
import { openEnvironment } from "./environment.js";

const ORDERS = "Order,Region,Amount\nO-1,North,120.50\nO-2,South,80.00\n";

/** Drops orders, signals once though the answer is lost, and reads the results; then drops what is refused. */
export async function walkThrough(folder: string, tell: (line: string) => void) {
  await using environment = await openEnvironment(folder);
  const { beqom, polling } = environment;

  const drop = async (content: string): Promise<Outcome> => {
    const staged = await beqom.stage("Orders", toFile("orders.csv", content));
    tell(`Dropped ${staged.name}, ${staged.sizeBytes} bytes; beqom takes no notice of it yet.`);
    const request = { kind: "load", object: "Orders", staged } as const;
    const since = Date.now();
    const handle = await beqom.start(request).catch(async (error: unknown) => {
      if (!isSpmError(error, "remote.unknown")) throw error;
      const found = await beqom.find({ request, since });
      tell(`The signal, config.json, was not answered; "find" says: ${found.state}.`);
      if (found.state !== "happened") throw error;
      return found.output;
    });
    const outcome = await waitForOutcome(beqom, handle, polling);
    const { rowsWritten = "unknown" } = outcome.volume;
    tell(`results.json: ${outcome.state}, rows written ${rowsWritten}. ${outcome.message}`.trimEnd());
    return outcome;
  };

  environment.loseReply();
  const good = await drop(ORDERS);
  const bad = await drop(ORDERS.replace("Region", "Area"));
  return { good, bad };
}

function toFile(name: string, content: string) {
  const bytes = Buffer.from(content);
  async function* open() {
    yield bytes;
  }
  return { name, sizeBytes: bytes.byteLength, sha256: sha256(bytes), open };
}
