import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { beqomDropZone, createDropFolderConnector } from "@spm-ops/connectors/drop-folder";
import { startDropFolderSimulator, toBeqomResult } from "@spm-ops/connectors/drop-folder/simulator";
import { createLocalSite } from "@spm-ops/sftp";

/** beqom's contract, but with a folder for each run; whether yours takes such names is for beqom to say. */
const profile = beqomDropZone({
  dropZone: "/drop-zone",
  folder: "{yyyy}-{mm}-{dd}-{run}",
  config: '{"pipeline":"orders"}',
});

/** Connects to the drop zone of this example, a simulated one. For a real one, this file is all that changes. */
export async function openEnvironment(folder: string) {
  const root = join(folder, "site");
  await mkdir(root, { recursive: true });
  const simulator = await startDropFolderSimulator({
    vendor: { profile, loads: { Orders: { file: "orders.csv", columns: ["Order", "Region", "Amount"] } } },
    // A real drop zone has an sFTP server: openSftpSite.
    site: createLocalSite({ root }),
    toResult: toBeqomResult,
    ...{ workMs: 100, lookMs: 50 },
  });
  const beqom = createDropFolderConnector(
    { environment: "uat", profile, loads: { Orders: { file: "orders.csv" } } },
    { site: simulator.site },
  );
  const close = async () => {
    await beqom.close();
    await simulator.close();
  };
  return {
    beqom,
    polling: { intervals: [{ afterMs: 0, everyMs: 50 }] },
    /** Has the answer to the next signal lost; real lines do that without being asked. */
    loseReply: () => simulator.faults.loseReply({ call: "write", path: /config\.json$/ }),
    [Symbol.asyncDispose]: close,
  };
}
