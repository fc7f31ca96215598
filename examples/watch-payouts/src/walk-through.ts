import { runLoad } from "@spm-ops/connectors";
import { watchPayouts } from "@spm-ops/connectors/captivateiq";
import { isSpmError, sha256 } from "@spm-ops/core";
import { openEnvironment } from "./environment.js";

const DEALS = "Deal ID,Rep,Amount\nD-1,North,120.50\nD-2,South,80.00\n";

/** Imports deals, at first with a wrong header, and watches the payouts that a person then processes. */
export async function walkThrough(tell: (line: string) => void) {
  await using environment = await openEnvironment();
  const { captivateiq, polling } = environment;
  const load = (content: string) =>
    runLoad(captivateiq, { load: "Deals", file: toFile("deals.csv", content) }, { polling });

  await load(DEALS.replace("Rep", "Seller")).catch((error: unknown) => {
    if (!isSpmError(error, "file.refused")) throw error;
    tell(`Not sent: ${error.details.path}: ${error.details.reason}.`);
  });
  const { outcome: deals } = await load(DEALS);
  const { rowsWritten = "unknown", rowsRejected = "unknown" } = deals.volume;
  tell(`The deals: ${deals.state}, rows written ${rowsWritten}, rejected ${rowsRejected}.`);

  const { processes, rejects } = captivateiq.capabilities;
  tell(`Can processes be started? ${processes}. Can rejects be fetched? ${rejects}.`);
  const since = Date.now();
  tell("A person is asked to process the payouts.");
  environment.askForPayouts();
  const payouts = await watchPayouts(captivateiq, { since, polling });
  tell(`The payouts: ${payouts.state}. ${payouts.message}.`);
  return { deals, payouts };
}

function toFile(name: string, content: string) {
  const bytes = Buffer.from(content);
  async function* open() {
    yield bytes;
  }
  return { name, sizeBytes: bytes.byteLength, sha256: sha256(bytes), open };
}
