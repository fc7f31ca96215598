import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createXactlyConnector } from "@spm-ops/connectors/xactly";
import { startXactlySimulator } from "@spm-ops/connectors/xactly/simulator";
import { createRedactor, createSecretReader } from "@spm-ops/core";
import { createLocalSite } from "@spm-ops/sftp";

const ACCOUNT = { user: "ops@client.example", clientId: "client-1", consumer: "consumer-1" };
const PIPELINE = "load_orders";
const FILE = "/inbox/orders.csv";
const ERRORS = "staging.order_item_validation_error";
const COLUMNS = ["order_code", "item_code", "error_message"];
/** As a person has written them down who ran one command by hand. */
const RESULT = ["status_code", "status_message", "name", "command", "count", "value", "exception_message"];

/** Connects to the business of this example, a simulated one. For a real one, this file is all that changes. */
export async function openEnvironment(folder: string) {
  const homeFolder = join(folder, "home");
  await mkdir(join(homeFolder, "inbox"), { recursive: true });
  const simulator = await startXactlySimulator({
    homeFolder,
    business: {
      ...ACCOUNT,
      password: "simulated",
      pipelines: [
        {
          name: PIPELINE,
          members: [
            { name: "clear", command: "delete from staging.order_item" },
            { name: "read", readsFile: FILE, into: "staging.order_item" },
            { name: "create batches", command: "incent synchronous create batches" },
            { name: "validate", command: "incent validate orders" },
            { name: "upload", command: "incent upload orders" },
          ],
        },
      ],
    },
  });
  const redactor = createRedactor();
  const secrets = createSecretReader({ environment: { XACTLY_PASSWORD: "simulated" }, redactor });
  const xactly = createXactlyConnector(
    {
      environment: "uat",
      address: simulator.address,
      authentication: { ...ACCOUNT, password: "env:XACTLY_PASSWORD" },
      language: { resultColumns: RESULT },
      loads: [{ pipeline: PIPELINE, file: FILE, rejects: { from: ERRORS, columns: COLUMNS } }],
      reports: [{ name: "Orders", columns: ["order_code", "amount"], from: "xactly.xc_order_stage" }],
    },
    // A real business has an sFTP server: openSftpSite.
    { secrets, redactor, dataSite: createLocalSite({ root: homeFolder }) },
  );
  const close = async () => {
    await xactly.close();
    await simulator.close();
  };
  return {
    xactly,
    pipeline: PIPELINE,
    polling: { intervals: [{ afterMs: 0, everyMs: 50 }] },
    busy: { attempts: 10, delayMs: 50 },
    /** Has the pipeline run already at the next start, as when somebody else has started it. */
    beBusy: () => simulator.faults.busy(),
    [Symbol.asyncDispose]: close,
  };
}
